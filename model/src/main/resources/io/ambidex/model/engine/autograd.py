# Reverse-mode differentiation of a recorded graph.
#
#   gradients:  d (sum of losses) / d input             for every input
#   products:   sum_k  vector_k^T  d output_k / d input  for every input
#
# An input that is not reached gives a tensor without elements. "_retain" keeps the graph.
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def gradients(self: __torch__.Kernel, losses: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    return (self).present(torch.autograd.grad(losses, inputs, None, False, False, True), )
  def gradients_retain(self: __torch__.Kernel, losses: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    return (self).present(torch.autograd.grad(losses, inputs, None, True, False, True), )
  def products(self: __torch__.Kernel, outputs: List[Tensor], vectors: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    return (self).present(torch.autograd.grad(outputs, inputs, (self).optional(vectors, ), False, False, True), )
  def products_retain(self: __torch__.Kernel, outputs: List[Tensor], vectors: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    return (self).present(torch.autograd.grad(outputs, inputs, (self).optional(vectors, ), True, False, True), )
  def optional(self: __torch__.Kernel, vectors: List[Tensor]) -> List[Optional[Tensor]]:
    result = annotate(List[Optional[Tensor]], [])
    for i in range(torch.len(vectors)):
      _0 = torch.append(result, vectors[i])
    return result
  def present(self: __torch__.Kernel, gradients: List[Optional[Tensor]]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    for i in range(torch.len(gradients)):
      gradient = gradients[i]
      if torch.__isnot__(gradient, None):
        _0 = torch.append(result, unchecked_cast(Tensor, gradient))
      else:
        _1 = torch.append(result, torch.empty([0]))
    return result
