/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures to JPEG. Keeps one writer; for one thread at a time. */
public final class JpegEncoder implements AutoCloseable {
    private final ImageWriter writer;
    private final ImageWriteParam parameters;

    /**
     * @param quality 0 (smallest) to 1 (best)
     */
    public JpegEncoder(float quality) {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException(
                    "the quality of a jpeg must be 0 to 1, but is " + quality);
        }
        writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality);
    }

    /**
     * Encodes one picture.
     *
     * @param picture RGB or grey pixels
     * @return the JPEG; equal pixels give equal bytes
     */
    public byte[] encode(Picture picture) {
        BufferedImage image =
                new BufferedImage(
                        picture.width(),
                        picture.height(),
                        picture.channels() == 1
                                ? BufferedImage.TYPE_BYTE_GRAY
                                : BufferedImage.TYPE_3BYTE_BGR);
        byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] source = picture.data();
        if (picture.channels() == 1) {
            System.arraycopy(source, 0, target, 0, source.length);
        } else {
            for (int i = 0; i < source.length; i += 3) {
                target[i] = source[i + 2];
                target[i + 1] = source[i + 1];
                target[i + 2] = source[i];
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory could not be written", e);
        } finally {
            writer.setOutput(null);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        writer.dispose();
    }
}
