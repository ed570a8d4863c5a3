# Concatenation and one linear layer: f = features in order, p = [W, b], W = [W_1 … W_M].
#
#   z   = [f_1 … f_M] W^T + b
#   z_m = f_m W_m^T + b / M          so that the z_m add up to z
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> Tensor:
    return torch.linear(torch.cat(f, 1), p[0], p[1])
  def split_logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    bias = torch.div(p[1], torch.len(f))
    start = 0
    for m in range(torch.len(f)):
      width = torch.size(f[m], 1)
      block = torch.narrow(p[0], 1, start, width)
      _0 = torch.append(result, torch.linear(f[m], block, bias))
      start = torch.add(start, width)
    return result
