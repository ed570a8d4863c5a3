# Losses and scores of one training step. B rows, C classes, M modalities; labels int64 (B), in 0..C-1.
#
#   cross_entropy:           1/B sum_i -log softmax(z_i)[y_i]                      (recorded)
#   weighted_cross_entropy:  sum_i w_i (-log softmax(z_i)[y_i]) / sum_i w_i        (recorded)
#   weighted_sum:            sum_k w_k L_k                                         (recorded)
#   scores:    (B, 2 + 2 M): argmax z_i and log softmax(z_i)[y_i], then the same of every z_m,i
#   readings:  one row of numbers: the scores, the losses, the Euclidean norm of every gradient
#   probabilities: softmax over classes
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Kernel, x: Tensor) -> Tensor:
    return x
  def cross_entropy(self: __torch__.Kernel, logits: Tensor, labels: Tensor) -> Tensor:
    return torch.cross_entropy_loss(logits, labels)
  def weighted_cross_entropy(self: __torch__.Kernel, logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    chosen = torch.squeeze(torch.gather(torch.log_softmax(logits, 1), 1, torch.unsqueeze(labels, 1)), 1)
    return torch.neg(torch.div(torch.sum(torch.mul(chosen, weights)), torch.sum(weights)))
  def weighted_sum(self: __torch__.Kernel, losses: List[Tensor], weights: Tensor) -> Tensor:
    return torch.sum(torch.mul(torch.stack(losses), weights))
  def scores(self: __torch__.Kernel, joint: Tensor, split: List[Tensor], labels: Tensor) -> Tensor:
    index = torch.unsqueeze(labels, 1)
    columns = annotate(List[Tensor], [])
    _0 = torch.append(columns, torch.to(torch.argmax(joint, 1, True), ops.prim.dtype(joint)))
    _4 = torch.append(columns, torch.gather(torch.log_softmax(joint, 1), 1, index))
    for m in range(torch.len(split)):
      _1 = torch.append(columns, torch.to(torch.argmax(split[m], 1, True), ops.prim.dtype(joint)))
      _2 = torch.append(columns, torch.gather(torch.log_softmax(split[m], 1), 1, index))
    return torch.cat(columns, 1)
  def readings(self: __torch__.Kernel, scores: Tensor, losses: List[Tensor], gradients: List[Tensor]) -> Tensor:
    parts = [torch.reshape(scores, [-1]), torch.stack(losses), torch.stack(torch._foreach_norm(gradients, 2))]
    return torch.cat(parts)
  def probabilities(self: __torch__.Kernel, joint: Tensor, split: List[Tensor]) -> Tensor:
    parts = [torch.softmax(joint, 1)]
    for m in range(torch.len(split)):
      _3 = torch.append(parts, torch.softmax(split[m], 1))
    return torch.stack(parts)
