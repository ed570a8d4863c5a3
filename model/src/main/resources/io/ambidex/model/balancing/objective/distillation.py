# Self-distillation between two modalities: logits a, b (B, C), labels int64 (B), row weights r (B).
#
#   p = softmax(z)[y];  the teacher t is a where p_a >= p_b, else b; the student s is the other
#   w = |p_a - p_b| where argmax a = y or argmax b = y, else 0
#
#   sum r w KL(softmax z_t || softmax z_s) / sum r              (recorded, through the student alone)
#   sum r w mean_c (z_t - z_s)^2 / sum r                        (recorded, through the student alone)
#   [sum r w / sum r,  sum r w [t = a] / sum r w]
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Kernel, x: Tensor) -> Tensor:
    return x
  def pair(self: __torch__.Kernel, a: Tensor, b: Tensor, labels: Tensor, r: Tensor) -> List[Tensor]:
    index = torch.unsqueeze(labels, 1)
    fixed_a = torch.detach(a)
    fixed_b = torch.detach(b)
    p_a = torch.gather(torch.softmax(fixed_a, 1), 1, index)
    p_b = torch.gather(torch.softmax(fixed_b, 1), 1, index)
    right_a = torch.eq(torch.argmax(fixed_a, 1, True), index)
    right_b = torch.eq(torch.argmax(fixed_b, 1, True), index)
    gap = torch.abs(torch.sub(p_a, p_b))
    w = torch.squeeze(torch.where(torch.logical_or(right_a, right_b), gap, torch.zeros_like(gap)), 1)
    first = torch.ge(p_a, p_b)
    teacher = torch.where(first, fixed_a, fixed_b)
    student = torch.where(first, b, a)
    known = torch.log_softmax(teacher, 1)
    divergence = torch.sum(torch.mul(torch.exp(known), torch.sub(known, torch.log_softmax(student, 1))), [1])
    distance = torch.mean(torch.pow(torch.sub(teacher, student), 2), [1])
    rw = torch.mul(r, w)
    total = torch.sum(r)
    taught = torch.sum(rw)
    by_first = torch.sum(torch.mul(rw, torch.to(torch.squeeze(first, 1), ops.prim.dtype(rw))))
    share = torch.where(torch.gt(taught, 0), torch.div(by_first, taught), torch.zeros_like(taught))
    return [torch.div(torch.sum(torch.mul(rw, divergence)), total), torch.div(torch.sum(torch.mul(rw, distance)), total), torch.stack([torch.div(taught, total), share])]
