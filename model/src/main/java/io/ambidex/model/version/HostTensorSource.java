/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.network.TensorSource;
import io.ambidex.model.network.layer.TensorSpec;
import java.util.Map;

/** Values of a network from tensors in host memory. */
record HostTensorSource(Map<String, HostTensor> tensors) implements TensorSource {

    @Override
    public NDArray create(NDManager manager, DataType type, String name, TensorSpec spec) {
        HostTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor '" + name + "' is missing");
        }
        return tensor.toDevice(manager);
    }

    /** Values from elsewhere for tensors that are not here. */
    TensorSource otherwise(TensorSource other) {
        TensorSource here = this;
        return new TensorSource() {
            @Override
            public NDArray create(NDManager manager, DataType type, String name, TensorSpec spec) {
                TensorSource source = tensors.containsKey(name) ? here : other;
                return source.create(manager, type, name, spec);
            }

            @Override
            public byte[] bytes(String name) {
                return here.bytes(name);
            }
        };
    }

    @Override
    public byte[] bytes(String name) {
        HostTensor tensor = tensors.get(name);
        if (tensor == null || tensor.type() != HostTensor.TensorType.U8) {
            throw new IllegalArgumentException("bytes '" + name + "' are missing");
        }
        byte[] bytes = new byte[tensor.data().limit()];
        tensor.data().duplicate().get(bytes);
        return bytes;
    }
}
