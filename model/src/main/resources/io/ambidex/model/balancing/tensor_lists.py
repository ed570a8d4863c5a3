# Arithmetic on lists of tensors, in place where nothing is returned.
#
#   copy:            to_i <- source_i
#   scale:           x_i <- k x_i
#   add_scaled:      x_i <- x_i + k y_i
#   add_difference:  x_i <- x_i + k (a_i - b_i)
#   norms:           ||x_i||_2
#   inner_product:   sum_i <x_i, y_i>
#   deviations:      standard deviation over the elements of x_i, divisor n - 1; 0 for n = 1
#   add_noise:       x_i <- x_i + s_i n, n ~ N(0, 1) drawn on the CPU from seed_i
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Kernel, x: Tensor) -> Tensor:
    return x
  def copy(self: __torch__.Kernel, to: List[Tensor], source: List[Tensor]) -> int:
    torch._foreach_copy_(to, source)
    return 0
  def scale(self: __torch__.Kernel, x: List[Tensor], factor: List[float]) -> int:
    torch._foreach_mul_(x, factor[0])
    return 0
  def add_scaled(self: __torch__.Kernel, x: List[Tensor], y: List[Tensor], factor: List[float]) -> int:
    torch._foreach_add_(x, y, alpha=factor[0])
    return 0
  def add_difference(self: __torch__.Kernel, x: List[Tensor], a: List[Tensor], b: List[Tensor], factor: List[float]) -> int:
    torch._foreach_add_(x, torch._foreach_sub(a, b), alpha=factor[0])
    return 0
  def norms(self: __torch__.Kernel, x: List[Tensor]) -> Tensor:
    return torch.stack(torch._foreach_norm(x, 2))
  def inner_product(self: __torch__.Kernel, x: List[Tensor], y: List[Tensor]) -> Tensor:
    products = annotate(List[Tensor], [])
    for i in range(torch.len(x)):
      _0 = torch.append(products, torch.sum(torch.mul(x[i], y[i])))
    return torch.sum(torch.stack(products))
  def deviations(self: __torch__.Kernel, x: List[Tensor]) -> Tensor:
    result = annotate(List[Tensor], [])
    for i in range(torch.len(x)):
      if torch.gt(torch.numel(x[i]), 1):
        _0 = torch.append(result, torch.std(x[i], True))
      else:
        _1 = torch.append(result, torch.zeros_like(torch.sum(x[i])))
    return torch.stack(result)
  def add_noise(self: __torch__.Kernel, x: List[Tensor], deviations: List[float], seeds: List[float]) -> int:
    for i in range(torch.len(x)):
      generator = torch.Generator(device=torch.device("cpu"))
      _2 = torch.manual_seed(generator, int(seeds[i]))
      noise = torch.randn(torch.size(x[i]), generator=generator, dtype=ops.prim.dtype(x[i]))
      _3 = torch.add_(x[i], torch.to(noise, ops.prim.device(x[i])), alpha=deviations[i])
    return 0
