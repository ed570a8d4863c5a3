# Gated fusion (arXiv 1808.02861): the first modality opens the gate for the others.
# f = features, p = [U_1, c_1, … U_M, c_M, W, b].
#
#   h_m = f_m U_m^T + c_m
#   z   = (sigmoid(h_1) * (h_2 + … + h_M)) W^T + b
#   z_m = z with the features of all other modalities zero
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> Tensor:
    gate = torch.sigmoid(torch.linear(f[0], p[0], p[1]))
    h = torch.linear(f[1], p[2], p[3])
    for m in range(2, torch.len(f)):
      h = torch.add(h, torch.linear(f[m], p[torch.mul(2, m)], p[torch.add(torch.mul(2, m), 1)]))
    n = torch.len(p)
    return torch.linear(torch.mul(gate, h), p[torch.sub(n, 2)], p[torch.sub(n, 1)])
  def split_logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    for m in range(torch.len(f)):
      alone = annotate(List[Tensor], [])
      for j in range(torch.len(f)):
        if torch.eq(j, m):
          _0 = torch.append(alone, f[j])
        else:
          _1 = torch.append(alone, torch.zeros_like(f[j]))
      _2 = torch.append(result, (self).logits(alone, p, ))
    return result
