/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network as a report calls it: its encoders and its fusion, with what is not by default. */
final class NetworkWords {
    private NetworkWords() {}

    /** For example {@code audio patches (size XS), video patches (size XS), fusion attention}. */
    static String of(NetworkSpec network) {
        Stream<String> encoders = network.modalities().stream().map(NetworkWords::encoder);
        return Stream.concat(
                        encoders,
                        Stream.of("fusion " + named(network.fusion(), network.fusionOptions())))
                .collect(Collectors.joining(", "));
    }

    private static String encoder(ModalitySpec modality) {
        return modality.name()
                + " "
                + named(modality.encoder().name(), modality.encoder().options());
    }

    private static String named(String name, Map<String, String> options) {
        List<String> words =
                options.entrySet().stream().map(o -> o.getKey() + " " + o.getValue()).toList();
        return words.isEmpty() ? name : name + " (" + String.join(", ", words) + ")";
    }
}
