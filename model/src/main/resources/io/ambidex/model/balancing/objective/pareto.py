# Combining two gradients g, h of one encoder, both lists of tensors; k = [2 a_g, 2 a_h, gamma].
#
#   products:      [g.g, h.h, g.h] over all tensors
#   per_tensor:    v_t = k0 g_t + k1 h_t;  gamma max(1, |g_t + h_t| / |v_t|) v_t       and the factors
#   per_encoder:   the same with one factor from the norms over all tensors
#
# The factor is 1 where |v| = 0.
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Kernel, x: Tensor) -> Tensor:
    return x
  def products(self: __torch__.Kernel, g: List[Tensor], h: List[Tensor]) -> Tensor:
    gg = annotate(List[Tensor], [])
    hh = annotate(List[Tensor], [])
    gh = annotate(List[Tensor], [])
    for i in range(torch.len(g)):
      _0 = torch.append(gg, torch.sum(torch.mul(g[i], g[i])))
      _1 = torch.append(hh, torch.sum(torch.mul(h[i], h[i])))
      _2 = torch.append(gh, torch.sum(torch.mul(g[i], h[i])))
    return torch.stack([torch.sum(torch.stack(gg)), torch.sum(torch.stack(hh)), torch.sum(torch.stack(gh))])
  def weighted(self: __torch__.Kernel, g: List[Tensor], h: List[Tensor], k: Tensor) -> List[Tensor]:
    v = annotate(List[Tensor], [])
    for i in range(torch.len(g)):
      _3 = torch.append(v, torch.add(torch.mul(g[i], torch.select(k, 0, 0)), torch.mul(h[i], torch.select(k, 0, 1))))
    return v
  def factor(self: __torch__.Kernel, wanted: Tensor, length: Tensor) -> Tensor:
    return torch.where(torch.gt(length, 0), torch.clamp_min(torch.div(wanted, length), 1.), torch.ones_like(length))
  def per_tensor(self: __torch__.Kernel, g: List[Tensor], h: List[Tensor], k: Tensor) -> List[Tensor]:
    v = (self).weighted(g, h, k, )
    wanted = torch.stack(torch._foreach_norm(torch._foreach_add(g, h), 2))
    factors = (self).factor(wanted, torch.stack(torch._foreach_norm(v, 2)), )
    scales = torch.mul(factors, torch.select(k, 0, 2))
    for i in range(torch.len(v)):
      _4 = torch.mul_(v[i], torch.select(scales, 0, i))
    _5 = torch.append(v, factors)
    return v
  def per_encoder(self: __torch__.Kernel, g: List[Tensor], h: List[Tensor], k: Tensor) -> List[Tensor]:
    v = (self).weighted(g, h, k, )
    wanted = torch.norm(torch.stack(torch._foreach_norm(torch._foreach_add(g, h), 2)))
    factor = (self).factor(wanted, torch.norm(torch.stack(torch._foreach_norm(v, 2))), )
    scale = torch.mul(factor, torch.select(k, 0, 2))
    for i in range(torch.len(v)):
      _6 = torch.mul_(v[i], scale)
    _7 = torch.append(v, torch.reshape(factor, [1]))
    return v
