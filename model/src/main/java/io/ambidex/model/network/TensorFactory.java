/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.network.layer.TensorSpec;

/** Makes the tensors of one network. */
record TensorFactory(NDManager manager, DataType type, TensorSource source) {

    /** The tensor belongs to the network and lives until it is closed by name. */
    NDArray create(String fullName, TensorSpec spec) {
        NDArray tensor = source.create(manager, type, fullName, spec);
        NDScope.unregister(tensor);
        tensor.setRequiresGradient(spec.kind() == TensorSpec.Kind.PARAMETER);
        return tensor;
    }
}
