# How far two modalities' predictions are apart: z_p, z_q (B, C) logits, w (B) row weights.
#
#   p = softmax(z_p),  q = softmax(z_q),  m = (p + q) / 2
#   a = sum_i w_i 1/2 [KL(m_i || p_i) + KL(m_i || q_i)] / sum_i w_i,   0 only if p = q
#
# All through logarithms, so that nothing underflows to log 0.
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def alignment(self: __torch__.Kernel, p: Tensor, q: Tensor, w: Tensor) -> Tensor:
    lp = torch.log_softmax(p, 1)
    lq = torch.log_softmax(q, 1)
    lm = torch.sub(torch.logaddexp(lp, lq), 0.6931471805599453)
    distance = torch.sub(lm, torch.mul(torch.add(lp, lq), 0.5))
    rows = torch.sum(torch.mul(torch.exp(lm), distance), [1])
    return torch.div(torch.sum(torch.mul(rows, w)), torch.sum(w))
