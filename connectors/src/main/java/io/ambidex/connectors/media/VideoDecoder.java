/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.media.picture.Picture;
import io.ambidex.connectors.media.picture.PictureReader;
import io.ambidex.connectors.media.picture.PictureScaler;
import io.ambidex.connectors.schema.VideoFrame;
import java.nio.ByteBuffer;

/**
 * Pictures to 8-bit samples of shape (height, width, channels), RGB or grey, at the network's size.
 *
 * <p>Takes {@code jpeg}, {@code png} and {@code raw} (8-bit RGB, row by row). The size in the
 * payload's header is checked against the limits and against the record's fields before a pixel is
 * decoded. A picture that is larger than the network's is averaged over areas, a smaller one is
 * interpolated linearly. Grey is the luma of ITU-R BT.601.
 */
public final class VideoDecoder implements MediaDecoder<VideoFrame> {
    private static final long serialVersionUID = 1L;

    private static final int RGB = 3;

    private final String modality;
    private final int width;
    private final int height;
    private final int channels;
    private final MediaLimits limits;

    /**
     * @param modality name of the modality
     * @param width width that the network takes, pixels
     * @param height height that the network takes, pixels
     * @param channels 3 for RGB, 1 for grey
     */
    public VideoDecoder(String modality, int width, int height, int channels) {
        this(modality, width, height, channels, MediaLimits.DEFAULT);
    }

    /**
     * @param modality name of the modality
     * @param width width that the network takes, pixels
     * @param height height that the network takes, pixels
     * @param channels 3 for RGB, 1 for grey
     * @param limits what a frame may ask for
     */
    public VideoDecoder(String modality, int width, int height, int channels, MediaLimits limits) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "the network's picture must be at least 1 x 1, but is "
                            + width
                            + " x "
                            + height);
        }
        if (channels != 1 && channels != RGB) {
            throw new IllegalArgumentException("channels must be 1 or 3, but are " + channels);
        }
        this.modality = modality;
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.limits = limits;
    }

    @Override
    public String modality() {
        return modality;
    }

    @Override
    public MediaSample decode(VideoFrame frame, RecordPosition position) throws MediaException {
        ByteBuffer payload = frame.getPayload().duplicate();
        limits.checkPayload(payload.remaining());
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        long end = EventTimes.end(frame.getTimestampMillis(), frame.getDurationMillis());
        Picture picture = read(frame, bytes).withChannels(channels);
        byte[] data = PictureScaler.scale(picture, width, height).data();
        return new MediaSample(
                frame.getStreamId(), modality, frame.getTimestampMillis(), end, data, position);
    }

    private Picture read(VideoFrame frame, byte[] bytes) throws MediaException {
        int declaredWidth = frame.getWidth();
        int declaredHeight = frame.getHeight();
        return switch (frame.getEncoding()) {
            case "jpeg", "png" ->
                    PictureReader.read(
                            frame.getEncoding(),
                            bytes,
                            (actualWidth, actualHeight) -> {
                                limits.checkPicture(actualWidth, actualHeight);
                                checkDeclared(
                                        declaredWidth, declaredHeight, actualWidth, actualHeight);
                            });
            case "raw" -> {
                limits.checkPicture(declaredWidth, declaredHeight);
                int expected = declaredWidth * declaredHeight * RGB;
                if (bytes.length != expected) {
                    throw new MediaException(
                            "raw RGB of "
                                    + declaredWidth
                                    + " x "
                                    + declaredHeight
                                    + " needs "
                                    + expected
                                    + " bytes, the payload has "
                                    + bytes.length);
                }
                yield new Picture(declaredWidth, declaredHeight, RGB, bytes);
            }
            default ->
                    throw new MediaException(
                            "the encoding is '"
                                    + frame.getEncoding()
                                    + "', known are jpeg, png and raw");
        };
    }

    private static void checkDeclared(
            int declaredWidth, int declaredHeight, int actualWidth, int actualHeight)
            throws MediaException {
        if (declaredWidth != actualWidth || declaredHeight != actualHeight) {
            throw new MediaException(
                    "the record declares "
                            + declaredWidth
                            + " x "
                            + declaredHeight
                            + ", the picture is "
                            + actualWidth
                            + " x "
                            + actualHeight);
        }
    }
}
