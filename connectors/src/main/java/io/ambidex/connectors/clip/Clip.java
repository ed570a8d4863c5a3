/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.clip;

import java.util.List;

/**
 * One window with what each modality delivered in it: the unit of prediction and of training.
 *
 * @param streamId the audio-visual source
 * @param window the window
 * @param media one entry per modality, in the order of the network's modalities
 * @param skewMillis (midpoint of the sound) - (midpoint of the frames), positive when sound is
 *     late; null when one of the two is missing
 * @param skewExceeded whether the skew is outside the tolerance
 */
public record Clip(
        String streamId,
        WindowId window,
        List<ModalityMedia> media,
        Double skewMillis,
        boolean skewExceeded) {

    /** Names of the modalities that delivered nothing. */
    public List<String> missingModalities() {
        return media.stream().filter(m -> !m.present()).map(ModalityMedia::modality).toList();
    }
}
