# Cosines between features and class weights, added over modalities (arXiv 2303.05338):
# f = features in order, p = [W, b], W = [W_1 … W_M], b unused, k = [s].
#
#   z_m,c = s <f_m, W_m,c> / (max(|f_m|, 1e-12) max(|W_m,c|, 1e-12))
#   z     = z_1 + … + z_M
#
# A missing modality has a zero row of features, hence zero cosines. Where a norm is below 1e-6 the gradient is taken
# as though it were 1: that of the formula would be of the order of 1 / norm.
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor], k: Tensor) -> Tensor:
    z = (self).split_logits(f, p, k, )
    total = z[0]
    for m in range(1, torch.len(z)):
      total = torch.add(total, z[m])
    return total
  def split_logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor], k: Tensor) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    start = 0
    for m in range(torch.len(f)):
      width = torch.size(f[m], 1)
      block = torch.narrow(p[0], 1, start, width)
      cosines = torch.linear((self).unit(f[m], ), (self).unit(block, ))
      _0 = torch.append(result, torch.mul(k, cosines))
      start = torch.add(start, width)
    return result
  def unit(self: __torch__.Kernel, x: Tensor) -> Tensor:
    norm = torch.linalg_vector_norm(x, 2, [1], True)
    recorded = torch.div(x, torch.where(torch.lt(norm, 1.0e-6), torch.ones_like(norm), norm))
    exact = torch.div(x, torch.clamp_min(norm, 1.0e-12))
    return torch.add(recorded, torch.detach(torch.sub(exact, recorded)))
