/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

import io.ambidex.connectors.media.MediaException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * JPEG and PNG through the JDK's readers.
 *
 * <p>The JDK only warns when a JPEG is cut short and fills the rest with grey; here every warning
 * about the coded data is an error. Readers are kept per thread, and nothing is cached on disk.
 */
public final class PictureReader {
    private static final ThreadLocal<PictureReader> JPEG =
            ThreadLocal.withInitial(() -> new PictureReader("jpeg"));
    private static final ThreadLocal<PictureReader> PNG =
            ThreadLocal.withInitial(() -> new PictureReader("png"));

    private final String format;
    private final ImageReader reader;
    private String warning;

    private PictureReader(String format) {
        this.format = format;
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java runtime has no reader for " + format);
        }
        this.reader = readers.next();
        this.reader.addIIOReadWarningListener((source, text) -> onWarning(text));
    }

    /** Sees the size in the header before a pixel is decoded. */
    public interface SizeCheck {
        /**
         * @param width width in the header, pixels
         * @param height height in the header, pixels
         * @throws MediaException when the picture must not be decoded
         */
        void check(int width, int height) throws MediaException;
    }

    /**
     * Decodes a picture.
     *
     * @param format jpeg or png
     * @param bytes the encoded picture
     * @param sizeCheck called with the size before anything is decoded
     * @return RGB or grey pixels; transparent ones on black
     * @throws MediaException when the bytes are no whole picture of that format
     */
    public static Picture read(String format, byte[] bytes, SizeCheck sizeCheck)
            throws MediaException {
        PictureReader reader = "png".equals(format) ? PNG.get() : JPEG.get();
        return reader.read(bytes, sizeCheck);
    }

    private Picture read(byte[] bytes, SizeCheck sizeCheck) throws MediaException {
        warning = null;
        if ("jpeg".equals(format)) {
            JpegMarkers.check(bytes);
        }
        try (ImageInputStream input = new BytesImageInput(bytes)) {
            reader.setInput(input, true, true);
            sizeCheck.check(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            if (warning != null) {
                throw new MediaException("the " + format + " is damaged: " + warning);
            }
            return toPicture(image);
        } catch (IOException | RuntimeException e) {
            // The JDK's readers answer damage with almost any runtime exception.
            throw new MediaException("not a readable " + format + ": " + e.getMessage(), e);
        } finally {
            reader.setInput(null);
        }
    }

    private void onWarning(String text) {
        // Cameras pad their pictures; the pixels are whole all the same.
        if (!text.toLowerCase(Locale.ROOT).contains("extraneous bytes before marker")) {
            warning = text;
        }
    }

    private static Picture toPicture(BufferedImage image) {
        if (image.getType() == BufferedImage.TYPE_BYTE_GRAY && isPacked(image, 1)) {
            return new Picture(image.getWidth(), image.getHeight(), 1, bytes(image).clone());
        }
        BufferedImage bgr = image;
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR || !isPacked(image, 3)) {
            bgr =
                    new BufferedImage(
                            image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
            Graphics2D graphics = bgr.createGraphics();
            graphics.drawImage(image, 0, 0, null);
            graphics.dispose();
        }
        byte[] from = bytes(bgr);
        byte[] rgb = new byte[from.length];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = from[i + 2];
            rgb[i + 1] = from[i + 1];
            rgb[i + 2] = from[i];
        }
        return new Picture(bgr.getWidth(), bgr.getHeight(), 3, rgb);
    }

    private static boolean isPacked(BufferedImage image, int channels) {
        return image.getRaster().getSampleModel() instanceof PixelInterleavedSampleModel model
                && model.getScanlineStride() == image.getWidth() * channels
                && bytes(image).length == image.getWidth() * image.getHeight() * channels;
    }

    private static byte[] bytes(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }
}
