/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.media.picture.JpegEncoder;
import io.ambidex.connectors.media.picture.Picture;
import io.ambidex.connectors.schema.VideoFrame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class VideoDecoderTest {
    private static final RecordPosition POSITION = new RecordPosition("video", 0, 3);
    private static final int WIDTH = 48;
    private static final int HEIGHT = 32;

    private final VideoDecoder decoder = new VideoDecoder("video", WIDTH, HEIGHT, 3);

    @Test
    void aJpegBecomesRgbRowByRow() throws Exception {
        MediaSample sample = decoder.decode(frame("jpeg", jpeg(picture())), POSITION);

        assertThat(sample.data()).hasSize(WIDTH * HEIGHT * 3);
        assertClose(sample.data(), picture().data(), 12);
        assertThat(sample.startMillis()).isEqualTo(500);
        assertThat(sample.endMillis()).isEqualTo(540);
    }

    @Test
    void aPngIsLossless() throws Exception {
        MediaSample sample =
                decoder.decode(frame("png", png(BufferedImage.TYPE_3BYTE_BGR)), POSITION);

        assertThat(sample.data()).isEqualTo(picture().data());
    }

    @Test
    void otherKindsOfPngGiveTheSamePixels() throws Exception {
        byte[] transparent =
                decoder.decode(frame("png", png(BufferedImage.TYPE_INT_ARGB)), POSITION).data();
        byte[] grey =
                decoder.decode(frame("png", png(BufferedImage.TYPE_BYTE_GRAY)), POSITION).data();

        assertThat(transparent).isEqualTo(picture().data());
        assertThat(grey[0]).isEqualTo(grey[1]).isEqualTo(grey[2]);
    }

    @Test
    void rawRgbGoesThroughUnchanged() throws Exception {
        assertThat(decoder.decode(frame("raw", picture().data()), POSITION).data())
                .isEqualTo(picture().data());
    }

    @Test
    void pictureAreBroughtToTheSizeOfTheNetwork() throws Exception {
        VideoDecoder small = new VideoDecoder("video", 12, 8, 3);
        byte[] data = small.decode(frame("raw", picture().data()), POSITION).data();

        assertThat(data).hasSize(12 * 8 * 3);
        assertThat(mean(data)).isCloseTo(mean(picture().data()), within(0.5));
    }

    @Test
    void oneChannelIsTheLuma() throws Exception {
        VideoDecoder grey = new VideoDecoder("video", WIDTH, HEIGHT, 1);
        byte[] red = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < red.length; i += 3) {
            red[i] = (byte) 255;
        }

        assertThat(grey.decode(frame("raw", red), POSITION).data())
                .hasSize(WIDTH * HEIGHT)
                .containsOnly((byte) 76);
    }

    @Test
    void aTruncatedJpegIsFoundWhereverItEnds() throws Exception {
        byte[] whole = jpeg(picture());
        for (int length = 1; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertRefused(frame("jpeg", cut));
            // Also when the end marker was put back behind the hole.
            byte[] mended = Arrays.copyOf(cut, length + 2);
            mended[length] = (byte) 0xff;
            mended[length + 1] = (byte) 0xd9;
            if (length < whole.length - 40) {
                assertRefused(frame("jpeg", mended));
            }
        }
    }

    @Test
    void paddingBehindAJpegIsNoHarm() throws Exception {
        byte[] whole = jpeg(picture());

        assertThat(decoder.decode(frame("jpeg", Arrays.copyOf(whole, whole.length + 9)), POSITION))
                .isNotNull();
    }

    @Test
    void aPictureIsRefusedByItsHeaderBeforeItIsDecoded() {
        // 60000 x 60000 pixels in 40 bytes.
        ByteBuffer png = ByteBuffer.allocate(40);
        png.putLong(0x89504e470d0a1a0aL)
                .putInt(13)
                .put("IHDR".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        png.putInt(60_000).putInt(60_000).put(new byte[] {8, 2, 0, 0, 0});
        VideoFrame bomb = frame("png", png.array());
        bomb.setWidth(60_000);
        bomb.setHeight(60_000);

        assertRefused(bomb, "60000 x 60000", "8192");
    }

    @Test
    void whatCannotBeUsedIsRefusedWithLimitAndActualValue() throws Exception {
        assertRefused(frame("jpeg", new byte[0]), "empty");
        assertRefused(frame("gif", new byte[9]), "'gif'", "jpeg, png and raw");
        assertRefused(frame("jpeg", "no picture".getBytes("US-ASCII")), "ff d8", "6e 6f");
        assertRefused(frame("png", "no picture".getBytes("US-ASCII")), "not a readable png");
        assertRefused(frame("raw", new byte[100]), "48 x 32", "4608", "100");
        VideoFrame other = frame("jpeg", jpeg(picture()));
        other.setWidth(64);
        assertRefused(other, "64 x 32", "48 x 32");
        VideoFrame huge = frame("raw", new byte[3]);
        huge.setWidth(40_000);
        huge.setHeight(40_000);
        assertRefused(huge, "40000 x 40000", "8192");
        VideoFrame negative = frame("raw", new byte[3]);
        negative.setWidth(-1);
        assertRefused(negative, "-1 x 32");
        VideoFrame backwards = frame("raw", picture().data());
        backwards.setDurationMillis(-40);
        assertRefused(backwards, "-40 ms");
    }

    @Test
    void noMutationGetsAnythingButASampleOrARefusal() throws Exception {
        Random random = new Random(11);
        byte[][] originals = {jpeg(picture()), png(BufferedImage.TYPE_3BYTE_BGR)};
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = originals[i % 2].clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                MediaSample sample =
                        decoder.decode(frame(i % 2 == 0 ? "jpeg" : "png", bytes), POSITION);
                assertThat(sample.data()).hasSize(WIDTH * HEIGHT * 3);
            } catch (MediaException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    private void assertRefused(VideoFrame frame, String... parts) {
        assertThatThrownBy(() -> decoder.decode(frame, POSITION))
                .isInstanceOf(MediaException.class)
                .satisfies(
                        e ->
                                assertThat(e.getMessage())
                                        .contains(parts.length == 0 ? new String[] {""} : parts));
    }

    private static VideoFrame frame(String encoding, byte[] payload) {
        return VideoFrame.newBuilder()
                .setStreamId("cam")
                .setTimestampMillis(500)
                .setDurationMillis(40)
                .setEncoding(encoding)
                .setWidth(WIDTH)
                .setHeight(HEIGHT)
                .setPayload(ByteBuffer.wrap(payload))
                .build();
    }

    /** A smooth picture, which a JPEG keeps well. */
    private static Picture picture() {
        byte[] data = new byte[WIDTH * HEIGHT * 3];
        int at = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                data[at++] = (byte) (x * 5);
                data[at++] = (byte) (y * 7);
                data[at++] = (byte) (255 - x * 5);
            }
        }
        return new Picture(WIDTH, HEIGHT, 3, data);
    }

    private static byte[] jpeg(Picture picture) {
        try (JpegEncoder encoder = new JpegEncoder(0.95f)) {
            return encoder.encode(picture);
        }
    }

    private static byte[] png(int type) throws Exception {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        byte[] data = picture().data();
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int rgb =
                    (data[3 * i] & 0xff) << 16
                            | (data[3 * i + 1] & 0xff) << 8
                            | data[3 * i + 2] & 0xff;
            image.setRGB(i % WIDTH, i / WIDTH, 0xff000000 | rgb);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static void assertClose(byte[] actual, byte[] expected, int tolerance) {
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i] & 0xff).isCloseTo(expected[i] & 0xff, within(tolerance));
        }
    }

    private static double mean(byte[] data) {
        long sum = 0;
        for (byte value : data) {
            sum += value & 0xff;
        }
        return (double) sum / data.length;
    }
}
