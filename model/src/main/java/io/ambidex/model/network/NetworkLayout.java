/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.CompiledEncoder;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors that an architecture has, worked out without making any: what a file is held against
 * before it is loaded.
 *
 * @param tensors under their full names in the order of PyTorch's {@code state_dict}
 * @param openPrefixes prefixes of encoders from TorchScript files, whose tensors are only known
 *     when the code is loaded; they are not among {@code tensors}
 */
public record NetworkLayout(List<TensorSpec> tensors, List<String> openPrefixes) {

    /**
     * Works out the layout.
     *
     * @throws IllegalArgumentException if the specification cannot be built; tells why
     */
    public static NetworkLayout of(NetworkSpec spec) {
        List<TensorSpec> tensors = new ArrayList<>();
        List<TokenShape> features = new ArrayList<>();
        List<String> openPrefixes = new ArrayList<>();
        for (ModalitySpec modality : spec.modalities()) {
            if (Encoders.isScript(modality)) {
                features.add(Encoders.scriptSettings(modality).tokens());
                openPrefixes.add(modality.tensorPrefix());
                continue;
            }
            CompiledEncoder encoder = Encoders.compile(modality);
            features.add(encoder.tokens());
            for (TensorSpec tensor : encoder.tensors()) {
                tensors.add(tensor.under(modality.tensorPrefix()));
            }
        }
        tensors.addAll(Exchanges.plan(spec).allTensors());
        tensors.addAll(Fusions.plan(spec, features).allTensors());
        return new NetworkLayout(List.copyOf(tensors), List.copyOf(openPrefixes));
    }

    /**
     * Works out what a version holds: all tensors, or, of a network with adapters, these, the head
     * and what else is not frozen.
     *
     * @throws IllegalArgumentException if the specification cannot be built; tells why
     */
    public static NetworkLayout ofVersion(NetworkSpec spec) {
        if (spec.adapters() == null) {
            return of(spec);
        }
        List<TokenShape> features = spec.modalities().stream().map(Encoders::tokens).toList();
        Exchanges.plan(spec);
        Fusions.Plan fusion = Fusions.plan(spec, features);
        List<TensorSpec> tensors =
                fusion.allTensors().stream()
                        .filter(t -> fusion.trains(t) || t.kind() != TensorSpec.Kind.PARAMETER)
                        .toList();
        return new NetworkLayout(tensors, List.of());
    }

    /** Whether a tensor belongs to an encoder whose tensors are not known here. */
    public boolean isOpen(String name) {
        return openPrefixes.stream().anyMatch(name::startsWith);
    }

    /** Number of trained values, without those of TorchScript files. */
    public long parameterCount() {
        return tensors.stream()
                .filter(tensor -> tensor.kind() == TensorSpec.Kind.PARAMETER)
                .mapToLong(TensorSpec::size)
                .sum();
    }
}
