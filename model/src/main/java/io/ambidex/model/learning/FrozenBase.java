/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.version.BaseModel;
import io.ambidex.model.version.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The model that adapters were put on: its digest, and copies of those tensors that train further.
 * The rest is frozen in the network itself.
 */
final class FrozenBase {
    private final String digest;
    private final Map<String, HostTensor> replaced = new LinkedHashMap<>();

    private FrozenBase(BaseModel model, MultimodalNetwork network) {
        digest = model.digest();
        model.tensors()
                .forEach(
                        (name, tensor) -> {
                            if (network.carried().contains(name)) {
                                replaced.put(name, tensor);
                            }
                        });
    }

    /** What the network is without its adapters now; null for a network without. */
    static FrozenBase of(MultimodalNetwork network) {
        return network.isAdapted() ? new FrozenBase(BaseModel.of(network), network) : null;
    }

    String digest() {
        return digest;
    }

    /** The model as it was, from the network that has its adapters. */
    BaseModel model(MultimodalNetwork network) {
        BaseModel now = BaseModel.of(network);
        Map<String, HostTensor> tensors = new LinkedHashMap<>(now.tensors());
        tensors.putAll(replaced);
        return new BaseModel(now.spec(), tensors);
    }
}
