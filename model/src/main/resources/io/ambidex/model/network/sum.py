# Sum of one linear layer per modality: f = features in order, p = [W_1, b_1, … W_M, b_M].
#
#   z_m = f_m W_m^T + b_m
#   z   = z_1 + … + z_M
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> Tensor:
    z = torch.linear(f[0], p[0], p[1])
    for m in range(1, torch.len(f)):
      z = torch.add(z, torch.linear(f[m], p[torch.mul(2, m)], p[torch.add(torch.mul(2, m), 1)]))
    return z
  def split_logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    for m in range(torch.len(f)):
      _0 = torch.append(result, torch.linear(f[m], p[torch.mul(2, m)], p[torch.add(torch.mul(2, m), 1)]))
    return result
