/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * Reverse-mode gradients of scalars and vector-Jacobian products, as {@code torch.autograd.grad}
 * gives them: the {@code .grad} of a parameter is never touched, so that several losses, several
 * learners and several threads do not meet. Call it while {@link GradMode} is on.
 *
 * <p>A tensor on which the output does not depend, and one that does not require a gradient, has no
 * gradient: it is absent from the result, which is not the same as a gradient of zeros (momentum
 * and weight decay leave it alone).
 */
public final class Autograd implements AutoCloseable {

    private final ScriptModule kernel;

    /** Loads the kernel on the manager's device. */
    public Autograd(NDManager manager) {
        kernel = ScriptModule.fromResource(manager, Autograd.class, "autograd.py");
    }

    /**
     * Gradient of a loss.
     *
     * @param loss a scalar
     * @param of tensors to differentiate with respect to: parameters, or features on the way
     * @param retainGraph whether the graph is needed once more
     * @return the gradients, owned by the manager of {@code loss}; what is not reached is absent
     */
    public NamedTensors gradients(NDArray loss, NamedTensors of, boolean retainGraph) {
        return product(new NDList(loss), null, of, retainGraph);
    }

    /** Gradient of a loss with respect to one tensor; zeros if the loss does not depend on it. */
    public NDArray gradient(NDArray loss, NDArray of, boolean retainGraph) {
        NamedTensors one = new NamedTensors();
        one.add("x", of);
        NamedTensors gradients = gradients(loss, one, retainGraph);
        return gradients.isEmpty() ? of.zerosLike() : gradients.get("x");
    }

    /**
     * Vector-Jacobian product: pushes gradients that are known at {@code outputs} (features, say)
     * on to the tensors {@code of}.
     *
     * @param outputs what has a graph
     * @param vectors one per output, of its shape
     * @return the products, owned by the manager of the first output; what is not reached is absent
     */
    public NamedTensors product(
            NDList outputs, NDList vectors, NamedTensors of, boolean retainGraph) {
        if (of.isEmpty()) {
            return new NamedTensors();
        }
        NDManager owner = outputs.get(0).getManager();
        String method =
                (vectors == null ? "gradients" : "products") + (retainGraph ? "_retain" : "");
        NDList values =
                vectors == null
                        ? kernel.call(owner, method, outputs, of.list())
                        : kernel.call(owner, method, outputs, vectors, of.list());
        return reached(of.withValues(values));
    }

    /** The kernel marks what is not reached by a tensor without elements. */
    private static NamedTensors reached(NamedTensors gradients) {
        NamedTensors some = new NamedTensors();
        for (Map.Entry<String, NDArray> entry : gradients.entries()) {
            if (entry.getValue().size() > 0) {
                some.add(entry.getKey(), entry.getValue());
            } else {
                entry.getValue().close();
            }
        }
        return some;
    }

    @Override
    public void close() {
        kernel.close();
    }
}
