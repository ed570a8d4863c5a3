# One linear layer per modality, averaged over the modalities that a clip has: f = features in order,
# presence = pi (B, M), p = [W_1, b_1, … W_M, b_M].
#
#   z_m = f_m W_m^T + b_m
#   z   = sum_m pi_m z_m / max(1, sum_m pi_m)
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def logits(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p: List[Tensor]) -> Tensor:
    z = (self).split_logits(f, p, )
    total = torch.zeros_like(z[0])
    for m in range(torch.len(f)):
      total = torch.add(total, torch.mul(z[m], torch.narrow(presence, 1, m, 1)))
    return torch.div(total, torch.clamp_min(torch.sum(presence, [1], True), 1))
  def split_logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    for m in range(torch.len(f)):
      _0 = torch.append(result, torch.linear(f[m], p[torch.mul(2, m)], p[torch.add(torch.mul(2, m), 1)]))
    return result
