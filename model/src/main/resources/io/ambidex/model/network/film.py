# Feature-wise linear modulation (arXiv 1709.07871): the first modality conditions the others.
# f = features, p = [U_2, c_2, … U_M, c_M, W, b].
#
#   [gamma_m, beta_m] = f_1 U_m^T + c_m              m = 2 … M
#   z   = (sum_m  gamma_m * f_m + beta_m) W^T + b
#   z_m = z with the features of all other modalities zero
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> Tensor:
    h = torch.zeros_like(f[1])
    for m in range(1, torch.len(f)):
      i = torch.mul(2, torch.sub(m, 1))
      u = torch.linear(f[0], p[i], p[torch.add(i, 1)])
      width = torch.size(f[m], 1)
      gamma = torch.narrow(u, 1, 0, width)
      beta = torch.narrow(u, 1, width, width)
      h = torch.add(h, torch.add(torch.mul(gamma, f[m]), beta))
    n = torch.len(p)
    return torch.linear(h, p[torch.sub(n, 2)], p[torch.sub(n, 1)])
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
