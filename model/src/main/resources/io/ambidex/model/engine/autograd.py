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
    return (self).differentiate(losses, annotate(List[Tensor], []), inputs, False, )
  def gradients_retain(self: __torch__.Kernel, losses: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    return (self).differentiate(losses, annotate(List[Tensor], []), inputs, True, )
  def products(self: __torch__.Kernel, outputs: List[Tensor], vectors: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    return (self).differentiate(outputs, vectors, inputs, False, )
  def products_retain(self: __torch__.Kernel, outputs: List[Tensor], vectors: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    return (self).differentiate(outputs, vectors, inputs, True, )
  def differentiate(self: __torch__.Kernel, outputs: List[Tensor], vectors: List[Tensor], inputs: List[Tensor], retain: bool) -> List[Tensor]:
    # torch.autograd.grad refuses what has no graph, so only what has one goes in.
    recorded = annotate(List[Tensor], [])
    weights = annotate(List[Optional[Tensor]], [])
    for i in range(torch.len(outputs)):
      if ops.prim.requires_grad(outputs[i]):
        _0 = torch.append(recorded, outputs[i])
        if torch.gt(torch.len(vectors), 0):
          _1 = torch.append(weights, vectors[i])
        else:
          _2 = torch.append(weights, None)
    leaves = annotate(List[Tensor], [])
    for j in range(torch.len(inputs)):
      if ops.prim.requires_grad(inputs[j]):
        _3 = torch.append(leaves, inputs[j])
    found = annotate(List[Optional[Tensor]], [])
    if torch.__and__(torch.gt(torch.len(recorded), 0), torch.gt(torch.len(leaves), 0)):
      found = torch.autograd.grad(recorded, leaves, weights, retain, False, True)
    result = annotate(List[Tensor], [])
    next = 0
    for j in range(torch.len(inputs)):
      gradient = annotate(Optional[Tensor], None)
      if torch.__and__(torch.gt(torch.len(found), 0), ops.prim.requires_grad(inputs[j])):
        gradient = found[next]
        next = torch.add(next, 1)
      if torch.__isnot__(gradient, None):
        _4 = torch.append(result, unchecked_cast(Tensor, gradient))
      else:
        _5 = torch.append(result, torch.empty([0]))
    return result
