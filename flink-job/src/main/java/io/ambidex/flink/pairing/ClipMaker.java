/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.SourcePositions;
import io.ambidex.connectors.clip.WindowId;
import java.util.ArrayList;
import java.util.List;

/** Makes a clip of the records of a window. */
final class ClipMaker {

    private final PairingOptions options;
    private final int sound;
    private final int pictures;

    ClipMaker(PairingOptions options) {
        this.options = options;
        this.sound = options.indexOf(MediaKind.SOUND);
        this.pictures = options.indexOf(MediaKind.PICTURES);
    }

    /**
     * @param samples per modality the records that share time with the window, in their order
     */
    Clip make(String streamId, WindowId window, List<List<MediaSample>> samples) {
        List<ModalityMedia> media = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            media.add(media(options.modalities().get(i), window, samples.get(i)));
        }
        Double skew = skew(media);
        boolean exceeded = skew != null && options.skewTolerance().isExceededBy(skew);
        return new Clip(streamId, window, media, skew, exceeded);
    }

    private static ModalityMedia media(
            PairedModality modality, WindowId window, List<MediaSample> samples) {
        if (samples.isEmpty()) {
            return ModalityMedia.missing(modality.name());
        }
        byte[] data = modality.assembler().assemble(window, samples);
        if (data.length == 0) {
            return ModalityMedia.missing(modality.name());
        }
        return new ModalityMedia(
                modality.name(),
                data,
                Math.max(samples.get(0).startMillis(), window.startMillis()),
                Math.min(coverageEnd(samples), window.endMillis()),
                positions(samples));
    }

    /**
     * A last record of unknown length covers as much as the others do on average: otherwise frames
     * without a duration would look half a frame early.
     */
    private static long coverageEnd(List<MediaSample> samples) {
        long end = samples.stream().mapToLong(MediaSample::endMillis).max().getAsLong();
        MediaSample last = samples.get(samples.size() - 1);
        if (end > last.startMillis() || samples.size() == 1) {
            return end;
        }
        return end + (last.startMillis() - samples.get(0).startMillis()) / (samples.size() - 1);
    }

    /** The records of one stream id and modality come from one partition: the key is its id. */
    private static SourcePositions positions(List<MediaSample> samples) {
        var first = samples.get(0).position();
        long[] offsets = samples.stream().mapToLong(s -> s.position().offset()).toArray();
        return new SourcePositions(first.topic(), first.partition(), offsets);
    }

    private Double skew(List<ModalityMedia> media) {
        if (sound < 0 || pictures < 0) {
            return null;
        }
        ModalityMedia heard = media.get(sound);
        ModalityMedia seen = media.get(pictures);
        return heard.present() && seen.present()
                ? heard.midpointMillis() - seen.midpointMillis()
                : null;
    }
}
