/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;

/** Whether a batch fits a network; asked before anything changes. */
final class BatchCheck {
    private BatchCheck() {}

    /**
     * @throws IllegalArgumentException telling example, modality, limit and value
     */
    static void requireFits(MiniBatch batch, NetworkSpec spec) {
        if (batch.modalities() != spec.modalities().size()) {
            throw new IllegalArgumentException(
                    "the batch has %d modalities, the network %d"
                            .formatted(batch.modalities(), spec.modalities().size()));
        }
        for (MiniBatch.Example example : batch.examples()) {
            if (example.label() >= spec.classes().size()) {
                throw new IllegalArgumentException(
                        "example %d has the label %d, the network has %d classes"
                                .formatted(
                                        example.number(), example.label(), spec.classes().size()));
            }
            for (int m = 0; m < batch.modalities(); m++) {
                requireSize(example, spec.modalities().get(m), m);
            }
        }
    }

    /**
     * @throws IllegalArgumentException as above, or telling the example that has no label
     */
    static void requireLabelled(MiniBatch batch, NetworkSpec spec) {
        requireFits(batch, spec);
        for (MiniBatch.Example example : batch.examples()) {
            if (example.label() < 0) {
                throw new IllegalArgumentException("example " + example.number() + " has no label");
            }
        }
    }

    private static void requireSize(MiniBatch.Example example, ModalitySpec modality, int index) {
        byte[] media = example.media().get(index);
        int expected = modality.input().rawBytes();
        if (media != null && media.length != expected) {
            throw new IllegalArgumentException(
                    "example %d has %d bytes of '%s', the network takes %d"
                            .formatted(example.number(), media.length, modality.name(), expected));
        }
    }
}
