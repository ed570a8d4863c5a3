# Shares of the modalities in the probability mass: softmax over all entries of [z_1 … z_M], then the
# sum over the entries of each modality. z_m (B, C); result (B, M).
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def shares(self: __torch__.Kernel, z: List[Tensor]) -> Tensor:
    p = torch.softmax(torch.cat(z, 1), 1)
    return torch.sum(torch.reshape(p, [torch.size(p, 0), torch.len(z), -1]), [2])
