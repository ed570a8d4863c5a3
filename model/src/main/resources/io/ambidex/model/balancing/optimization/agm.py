# Split of joint logits into parts of the modalities. S coalitions, M modalities, B rows, C classes.
#
#   parts:      phi_m = sum_S w_mS z_S                                  (M, B, C), recorded
#   scores:     log softmax(phi_m)[i, y_i]                              (M, B)
#   modulated:  the value of z with the gradient of sum_m k_m phi_m     (B, C), recorded
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def parts(self: __torch__.Kernel, z: List[Tensor], w: Tensor) -> Tensor:
    flat = torch.flatten(torch.stack(z), 1)
    shape = [torch.size(w, 0), torch.size(z[0], 0), torch.size(z[0], 1)]
    return torch.reshape(torch.matmul(w, flat), shape)
  def scores(self: __torch__.Kernel, parts: Tensor, labels: Tensor) -> Tensor:
    index = torch.expand(torch.reshape(labels, [1, -1, 1]), [torch.size(parts, 0), -1, 1])
    return torch.squeeze(torch.gather(torch.log_softmax(parts, 2), 2, index), 2)
  def modulated(self: __torch__.Kernel, z: Tensor, parts: Tensor, k: Tensor) -> Tensor:
    scaled = torch.sum(torch.mul(parts, torch.reshape(k, [-1, 1, 1])), [0])
    return torch.add(torch.detach(z), torch.sub(scaled, torch.detach(scaled)))
