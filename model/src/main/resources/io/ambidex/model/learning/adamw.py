# Adam with decoupled weight decay (arXiv 1711.05101), all tensors in one call.
# h = [learning rate, beta1, beta2, weight decay, epsilon], t = steps of every tensor.
#
#   t = t + 1
#   w = w - rate decay w
#   m = beta1 m + (1 - beta1) g
#   v = beta2 v + (1 - beta2) g^2
#   w = w - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def adamw(self: __torch__.Kernel, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], t: List[Tensor], h: List[float]) -> int:
    torch._foreach_add_(t, 1)
    torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), t, lr=h[0], beta1=h[1], beta2=h[2], weight_decay=h[3], eps=h[4], amsgrad=False, maximize=False)
    return 0
