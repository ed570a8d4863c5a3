# How much more confident fewer modalities are than more: logits (B, C), row weights r (B).
#
#   sum r max(0, max_c softmax(fewer) - max_c softmax(more))                                (recorded)
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Kernel, x: Tensor) -> Tensor:
    return x
  def hinge(self: __torch__.Kernel, more: Tensor, fewer: Tensor, r: Tensor) -> Tensor:
    conf_more = torch.amax(torch.softmax(more, 1), [1])
    conf_fewer = torch.amax(torch.softmax(fewer, 1), [1])
    return torch.sum(torch.mul(r, torch.relu(torch.sub(conf_fewer, conf_more))))
