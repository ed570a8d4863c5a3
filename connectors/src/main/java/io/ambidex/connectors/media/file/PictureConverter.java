/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.picture.Picture;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Decoded pictures of any pixel format to upright, cropped and scaled RGB. */
final class PictureConverter implements AutoCloseable {
    private static final int RGB = 3;

    /** Vector code may write beyond the last pixel. */
    private static final int ALIGNMENT = 64;

    private final MediaReadOptions options;
    private final int rotation;
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);

    private SwsContext context;
    private BytePointer buffer = new BytePointer();
    private long bufferBytes;

    PictureConverter(MediaReadOptions options, int rotation) {
        this.options = options;
        this.rotation = rotation;
    }

    /** Converts one frame, whose visible part is changed by the crop. */
    Picture convert(AVFrame frame) throws MediaException {
        int shownWidth = turned() ? frame.height() : frame.width();
        int shownHeight = turned() ? frame.width() : frame.height();
        options.limits().checkPicture(shownWidth, shownHeight);
        PictureCrop crop = options.crop();
        if (crop != null) {
            crop.checkInside(shownWidth, shownHeight);
            crop(frame, stored(crop, frame.width(), frame.height()));
        }
        int cropWidth = crop == null ? shownWidth : crop.width();
        int cropHeight = crop == null ? shownHeight : crop.height();
        int width = options.width() == 0 ? cropWidth : options.width();
        int height = options.height() == 0 ? cropHeight : options.height();
        Picture scaled = turned() ? scale(frame, height, width) : scale(frame, width, height);
        return scaled.turned(rotation);
    }

    private boolean turned() {
        return rotation % 180 != 0;
    }

    /** The crop in the coordinates of the stored picture. */
    private PictureCrop stored(PictureCrop shown, int width, int height) {
        int x = shown.x();
        int y = shown.y();
        int w = shown.width();
        int h = shown.height();
        return switch (rotation) {
            case 90 -> new PictureCrop(y, height - x - w, h, w);
            case 180 -> new PictureCrop(width - x - w, height - y - h, w, h);
            case 270 -> new PictureCrop(width - y - h, x, h, w);
            default -> shown;
        };
    }

    private static void crop(AVFrame frame, PictureCrop crop) throws MediaException {
        frame.crop_left(crop.x());
        frame.crop_top(crop.y());
        frame.crop_right((long) frame.width() - crop.x() - crop.width());
        frame.crop_bottom((long) frame.height() - crop.y() - crop.height());
        int cropped = avutil.av_frame_apply_cropping(frame, avutil.AV_FRAME_CROP_UNALIGNED);
        if (cropped < 0) {
            throw new MediaException(
                    "the picture cannot be cropped to " + crop + ": " + Ffmpeg.error(cropped));
        }
    }

    private Picture scale(AVFrame frame, int width, int height) throws MediaException {
        context =
                swscale.sws_getCachedContext(
                        context,
                        frame.width(),
                        frame.height(),
                        frame.format(),
                        width,
                        height,
                        avutil.AV_PIX_FMT_RGB24,
                        swscale.SWS_AREA | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT,
                        (SwsFilter) null,
                        (SwsFilter) null,
                        (DoublePointer) null);
        if (context == null || context.isNull()) {
            context = null;
            throw new MediaException(
                    "pictures of "
                            + frame.width()
                            + " x "
                            + frame.height()
                            + " cannot be scaled to "
                            + width
                            + " x "
                            + height);
        }
        int stride = (width * RGB + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        reserve((long) stride * height + ALIGNMENT);
        strides.put(0, stride);
        int rows =
                swscale.sws_scale(
                        context,
                        frame.data(),
                        frame.linesize(),
                        0,
                        frame.height(),
                        planes,
                        strides);
        if (rows != height) {
            throw new MediaException(
                    "only " + rows + " of " + height + " rows of a picture could be scaled");
        }
        byte[] rgb = new byte[width * height * RGB];
        for (int y = 0; y < height; y++) {
            buffer.position((long) y * stride).get(rgb, y * width * RGB, width * RGB);
        }
        buffer.position(0);
        return new Picture(width, height, RGB, rgb);
    }

    private void reserve(long bytes) {
        if (bytes > bufferBytes) {
            buffer.close();
            buffer = new BytePointer(bytes);
            bufferBytes = bytes;
            planes.put(0, buffer);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            swscale.sws_freeContext(context);
        }
        planes.close();
        strides.close();
        buffer.close();
    }
}
