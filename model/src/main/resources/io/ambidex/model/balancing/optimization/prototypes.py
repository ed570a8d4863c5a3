# Distances of features to class prototypes. B rows, C classes, D feature width.
#
#   similarities:  -d_ik,  d_ik = sqrt(max(|f_i - c_k|^2, 1e-12)),  -1e9 for a class without prototype   (B, C), recorded
#   entropy:       sum_i w_i H(softmax(s_i)) / sum_i w_i                                                 scalar, recorded
#
# The bound keeps the gradient of the root finite where a feature meets a prototype.
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def similarities(self: __torch__.Kernel, features: Tensor, prototypes: Tensor, unknown: Tensor) -> Tensor:
    differences = torch.sub(torch.unsqueeze(features, 1), torch.unsqueeze(prototypes, 0))
    squares = torch.sum(torch.mul(differences, differences), [2])
    distances = torch.sqrt(torch.clamp(squares, 1e-12))
    return torch.masked_fill(torch.neg(distances), torch.to(unknown, 11), -1e9)
  def entropy(self: __torch__.Kernel, similarities: Tensor, weights: Tensor) -> Tensor:
    logs = torch.log_softmax(similarities, 1)
    rows = torch.neg(torch.sum(torch.mul(torch.exp(logs), logs), [1]))
    return torch.div(torch.sum(torch.mul(rows, weights)), torch.sum(weights))
