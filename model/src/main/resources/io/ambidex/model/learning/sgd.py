# Stochastic gradient descent, all tensors in one call. h = [learning rate, momentum, weight decay].
#
#   d = g + decay w
#   v = momentum v + d              (v begins with zeros, so the first step has v = d)
#   w = w - rate v                  (plain: w - rate d)
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def momentum(self: __torch__.Kernel, w: List[Tensor], g: List[Tensor], v: List[Tensor], h: List[float]) -> int:
    torch._fused_sgd_(w, g, v, weight_decay=h[2], momentum=h[1], lr=h[0], dampening=0., nesterov=False, maximize=False, is_first_step=False)
    return 0
  def plain(self: __torch__.Kernel, w: List[Tensor], g: List[Tensor], h: List[float]) -> int:
    torch._fused_sgd_(w, g, annotate(List[Tensor], []), weight_decay=h[2], momentum=0., lr=h[0], dampening=0., nesterov=False, maximize=False, is_first_step=False)
    return 0
