# One linear layer for all modalities, weighed by how certain each one is (arXiv 2311.10707):
# f = features in order, all of one width, presence = pi (B, M), p = [W, b], k = [1] by certainty, [0] equally.
#
#   z_m = f_m W^T + b,    H_m = -sum_c p_m log p_m  with  p_m = softmax(z_m)
#   w_m = pi_m exp(-k H_m) / sum_j pi_j exp(-k H_j)                                    (no gradient)
#   z   = sum_m w_m z_m
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def logits(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p: List[Tensor], k: Tensor) -> Tensor:
    z = (self).split_logits(f, p, k, )
    w = (self).weights(z, presence, k, )
    total = torch.zeros_like(z[0])
    for m in range(torch.len(z)):
      total = torch.add(total, torch.mul(z[m], torch.narrow(w, 1, m, 1)))
    return total
  def split_logits(self: __torch__.Kernel, f: List[Tensor], p: List[Tensor], k: Tensor) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    for m in range(torch.len(f)):
      _0 = torch.append(result, torch.linear(f[m], p[0], p[1]))
    return result
  def weights(self: __torch__.Kernel, z: List[Tensor], presence: Tensor, k: Tensor) -> Tensor:
    entropies = annotate(List[Tensor], [])
    for m in range(torch.len(z)):
      l = torch.log_softmax(torch.detach(z[m]), 1)
      _0 = torch.append(entropies, torch.neg(torch.sum(torch.mul(torch.exp(l), l), [1], True)))
    e = torch.mul(presence, torch.exp(torch.neg(torch.mul(k, torch.cat(entropies, 1)))))
    # Not below 1 / C for a clip with any modality; a clip with none has all weights zero.
    return torch.div(e, torch.clamp_min(torch.sum(e, [1], True), 1.0e-30))
