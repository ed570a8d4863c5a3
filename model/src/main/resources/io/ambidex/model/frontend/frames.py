# Frames of 8 bit.
#
#   x = (byte / 255 - mean) / deviation
#   bytes (P, frames, height, width, channels) uint8 becomes (P, channels, frames, height, width)
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def normalize(self: __torch__.Kernel, bytes: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    values = torch.type_as(torch.contiguous(torch.permute(bytes, [0, 4, 1, 2, 3])), mean)
    return torch.div(torch.sub(torch.div(values, 255.), mean), deviation)
