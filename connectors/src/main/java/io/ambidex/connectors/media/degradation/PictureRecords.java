/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.picture.JpegEncoder;
import io.ambidex.connectors.media.picture.Picture;
import io.ambidex.connectors.media.picture.PictureReader;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.schema.VideoFrame;
import java.nio.ByteBuffer;

/** Puts a degradation of pictures over JPEG frames; they are encoded once more. */
final class PictureRecords implements RecordDegradation {
    private static final float QUALITY = 0.9f;

    private final PictureDegradation degradation;
    private final JpegEncoder encoder = new JpegEncoder(QUALITY);

    PictureRecords(PictureDegradation degradation) {
        this.degradation = degradation;
    }

    @Override
    public PlayedRecord degrade(PlayedRecord record) {
        VideoFrame frame = (VideoFrame) record.record();
        ByteBuffer payload = Payloads.of(record);
        byte[] jpeg = new byte[payload.remaining()];
        payload.get(jpeg);
        try {
            Picture picture = PictureReader.read(frame.getEncoding(), jpeg, (width, height) -> {});
            Picture degraded = degradation.degrade(picture, record.eventTimeMillis());
            PlayedRecord played = Payloads.with(record, ByteBuffer.wrap(encoder.encode(degraded)));
            ((VideoFrame) played.record()).setEncoding("jpeg");
            return played;
        } catch (MediaException e) {
            throw new IllegalArgumentException(
                    "a picture of " + record.streamId() + " cannot be degraded: " + e.getMessage(),
                    e);
        }
    }
}
