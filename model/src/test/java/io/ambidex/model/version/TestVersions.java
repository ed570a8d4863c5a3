/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small network and versions of it. */
final class TestVersions {

    static final NetworkSpec SPEC =
            new NetworkSpec(
                    List.of(modality("audio", 1), modality("video", 3)),
                    "concat",
                    Map.of(),
                    List.of("clap", "wave", "knock"));

    private TestVersions() {}

    static VersionFile version(long number) {
        return new VersionFile(SPEC, provenance(number), tensors(number));
    }

    static Provenance provenance(long number) {
        return new Provenance(
                new ModelVersion(0, number),
                number == 0 ? null : new ModelVersion(0, number - 1),
                10 * number,
                number == 0 ? LedgerRange.NONE : new LedgerRange(0, 31, "sha256:00"),
                "ogm-ge",
                Map.of("alpha", "0.8"),
                SPEC.classes(),
                Map.of("joint", 0.75),
                7,
                new Environment(1, "cpu", "AVX2", Map.of("libtorch", "2.7.1")),
                1_700_000_000_000L + number);
    }

    static Map<String, HostTensor> tensors(long seed) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        try (MultimodalNetwork network = MultimodalNetwork.create(SPEC, seed, "cpu")) {
            network.state()
                    .entries()
                    .forEach(e -> tensors.put(e.getKey(), HostTensor.of(e.getValue())));
        }
        return tensors;
    }

    private static ModalitySpec modality(String name, int channels) {
        return new ModalitySpec(
                name,
                new FeatureInput(List.of(channels, 8, 8)),
                new EncoderSpec("small-cnn", Map.of("channels", "3,5")));
    }
}
