# Squeeze and excitation over all modalities (arXiv 1911.08670, 2202.05306). u maps (P T, C, …) of P clips
# with T frames each, B rows of the mini-batch, p = [W, b, W_1, b_1, … W_M, b_M].
#
#   average:  mean over frames and positions, (P, C); the zeros tell P and C
#   place:    result[rows[i]] = average[i], all other rows are zero; (B, C)
#   gates:    e = relu([s_1 … s_M] W^T + b), gate_m = sigmoid(e W_m^T + b_m)
#   rows:     gate[rows]
#   apply:    u gate, the same for all frames and positions of a channel
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def average(self: __torch__.Kernel, u: Tensor, zeros: Tensor) -> Tensor:
    clips = torch.size(zeros, 0)
    frames = torch.floordiv(torch.size(u, 0), clips)
    return torch.mean(torch.reshape(u, [clips, frames, torch.size(zeros, 1), -1]), [1, 3])
  def place(self: __torch__.Kernel, zeros: Tensor, rows: Tensor, average: Tensor) -> Tensor:
    return torch.index_add(zeros, 0, rows, average)
  def gates(self: __torch__.Kernel, s: List[Tensor], p: List[Tensor]) -> List[Tensor]:
    e = torch.relu(torch.linear(torch.cat(s, 1), p[0], p[1]))
    result = annotate(List[Tensor], [])
    for m in range(torch.len(s)):
      i = torch.add(torch.mul(2, m), 2)
      _0 = torch.append(result, torch.sigmoid(torch.linear(e, p[i], p[torch.add(i, 1)])))
    return result
  def rows(self: __torch__.Kernel, gate: Tensor, rows: Tensor) -> Tensor:
    return torch.index_select(gate, 0, rows)
  def apply(self: __torch__.Kernel, u: Tensor, gate: Tensor) -> Tensor:
    clips = torch.size(gate, 0)
    frames = torch.floordiv(torch.size(u, 0), clips)
    parts = torch.reshape(u, [clips, frames, torch.size(gate, 1), -1])
    gated = torch.mul(parts, torch.reshape(gate, [clips, 1, torch.size(gate, 1), 1]))
    return torch.reshape(gated, torch.size(u))
