# One head of two layers for all modalities, whose outputs are added and scaled (arXiv 2405.09321):
# f = features in order, all of one width, presence = pi (B, M), p = [W_1, b_1, W_2, b_2, r].
#
#   z_m = relu(f_m W_1^T + b_1) W_2^T + b_2
#   z   = r sum_m pi_m z_m
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def logits(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p: List[Tensor]) -> Tensor:
    z = (self).split_logits(f, p, )
    total = torch.zeros_like(z[0])
    for m in range(torch.len(f)):
      total = torch.add(total, torch.mul(z[m], torch.narrow(presence, 1, m, 1)))
    return torch.mul(p[4], total)
  def split_logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    for m in range(torch.len(f)):
      hidden = torch.relu(torch.linear(f[m], p[0], p[1]))
      _0 = torch.append(result, torch.linear(hidden, p[2], p[3]))
    return result
