/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.InputSpec;
import java.util.ArrayList;
import java.util.List;

/** Makes the raw media of one modality noisy; a pure function of its arguments. */
interface MediaNoise {

    /**
     * A noisy copy.
     *
     * @param media raw media as the network takes it
     * @param example number of the example: others get other noise
     * @param decibel signal-to-noise ratio: 10 log10 (signal power / noise power)
     */
    byte[] apply(byte[] media, long example, double decibel);

    /**
     * The noise of a modality: babble of the training examples for sound, Gaussian for pictures.
     *
     * @param input what the modality takes
     * @param modality its index
     * @param train where babble is made of
     */
    static MediaNoise of(InputSpec input, int modality, List<MiniBatch.Example> train) {
        if (input instanceof AudioInput) {
            List<byte[]> sounds =
                    train.stream()
                            .map(example -> example.media().get(modality))
                            .filter(media -> media != null)
                            .toList();
            return BabbleNoise.of(sounds);
        }
        return new GaussianPictureNoise();
    }

    /** The examples with one modality made noisy. */
    default List<MiniBatch.Example> applyTo(
            List<MiniBatch.Example> examples, int modality, double decibel) {
        List<MiniBatch.Example> noisy = new ArrayList<>();
        for (MiniBatch.Example example : examples) {
            List<byte[]> media = new ArrayList<>(example.media());
            if (media.get(modality) != null) {
                media.set(modality, apply(media.get(modality), example.number(), decibel));
            }
            noisy.add(new MiniBatch.Example(media, example.label(), example.number(), false));
        }
        return noisy;
    }
}
