/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import java.util.List;

/**
 * Takes media without any signal, every byte 0, as missing: digital silence of a muted microphone,
 * black pictures of a covered camera. Nothing can be learned from them; but a network that is shown
 * them as sound or pictures answers with what lies far outside of all it has seen, and the running
 * statistics of its batch norm are spoiled for what comes after.
 *
 * @param assembler of sound or pictures
 */
public record SignalAssembler(MediaAssembler assembler) implements MediaAssembler {

    private static final byte[] NOTHING = {};

    @Override
    public MediaKind kind() {
        return assembler.kind();
    }

    @Override
    public byte[] assemble(WindowId window, List<MediaSample> samples) {
        byte[] media = assembler.assemble(window, samples);
        for (byte value : media) {
            if (value != 0) {
                return media;
            }
        }
        return NOTHING;
    }
}
