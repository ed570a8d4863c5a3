/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The real fusion and head of a network on given features, for tables of a golden file. */
final class GoldenHead {
    private final String fusion;
    private final Map<String, String> options;
    private final Map<String, GoldenTensor> tensors;

    /**
     * @param tensors tensors of fusion and head by name; the rest of the network is as it comes
     */
    GoldenHead(String fusion, Map<String, String> options, Map<String, GoldenTensor> tensors) {
        this.fusion = fusion;
        this.options = options;
        this.tensors = tensors;
    }

    /** Joint logits of features (B, D_m) per modality. */
    double[] logits(List<GoldenTensor> features, int classes, Precision precision) {
        List<ModalitySpec> modalities = new ArrayList<>();
        for (int m = 0; m < features.size(); m++) {
            int width = (int) features.get(m).shape()[1];
            modalities.add(
                    new ModalitySpec(
                            "m" + m,
                            new FeatureInput(List.of(width)),
                            new EncoderSpec("layers", Map.of("layers", "linear:0 out=" + width))));
        }
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
        NetworkSpec spec = new NetworkSpec(modalities, fusion, options, names);
        try (MultimodalNetwork network =
                        MultimodalNetwork.create(spec, 1, "cpu", precision.dataType());
                StepScope scope = StepScope.open(network.manager())) {
            NamedTensors values = new NamedTensors();
            network.state()
                    .entries()
                    .forEach(
                            own -> {
                                GoldenTensor given = tensors.get(own.getKey());
                                NDArray value =
                                        given == null
                                                ? own.getValue()
                                                : precision.tensor(given).toDevice(scope.manager());
                                values.add(own.getKey(), value);
                            });
            network.load(values);
            NDList given = new NDList();
            features.forEach(f -> given.add(precision.tensor(f).toDevice(scope.manager())));
            return HostValues.of(network.logits(given));
        }
    }
}
