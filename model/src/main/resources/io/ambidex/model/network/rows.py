# Puts the features of the clips that have a modality into their rows of the mini-batch.
#
#   result[rows[i]] = f[i],   all other rows are zero
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def place(self: __torch__.Kernel, zeros: Tensor, rows: Tensor, f: Tensor) -> Tensor:
    return torch.index_add(zeros, 0, rows, f)
