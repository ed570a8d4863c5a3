/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.mutation;

import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;

/** Records that are whole, around contents that are not. */
final class Payloads {
    private static final int BOMB_SIDE = 60_000;

    private Payloads() {}

    static SpecificRecord spoil(SpecificRecord record, SplittableRandom random) {
        if (record instanceof AudioChunk chunk) {
            return sound(chunk, random);
        }
        return record instanceof VideoFrame frame
                ? picture(frame, random)
                : label((Label) record, random);
    }

    private static AudioChunk sound(AudioChunk chunk, SplittableRandom random) {
        byte[] payload = bytes(chunk.getPayload());
        AudioChunk.Builder spoiled = AudioChunk.newBuilder(chunk);
        return switch (random.nextInt(5)) {
            case 0 -> spoiled.setPayload(ByteBuffer.wrap(payload, 0, payload.length - 1)).build();
            case 1 -> spoiled.setEncoding("pcm_f99").build();
            case 2 -> spoiled.setChannels(-random.nextInt(1 << 20)).build();
            case 3 -> spoiled.setChannels(3 + random.nextInt(1 << 20)).build();
            default -> spoiled.setSampleRate(-random.nextInt(1 << 20)).build();
        };
    }

    private static VideoFrame picture(VideoFrame frame, SplittableRandom random) {
        byte[] payload = bytes(frame.getPayload());
        VideoFrame.Builder spoiled = VideoFrame.newBuilder(frame);
        return switch (random.nextInt(6)) {
            case 0 -> spoiled.setPayload(ByteBuffer.wrap(Arrays.copyOf(payload, 20))).build();
            case 1 -> spoiled.setEncoding("webp").build();
            case 2 -> spoiled.setEncoding("raw").setWidth(BOMB_SIDE).setHeight(BOMB_SIDE).build();
            case 3 -> bomb(spoiled);
            case 4 -> spoiled.setDurationMillis(-1 - random.nextInt(1 << 20)).build();
            default -> spoiled.setPayload(ByteBuffer.wrap(withHugeFrame(payload))).build();
        };
    }

    private static Label label(Label label, SplittableRandom random) {
        Label.Builder spoiled = Label.newBuilder(label);
        return switch (random.nextInt(3)) {
            case 0 -> spoiled.setLabel("no such class").build();
            case 1 -> spoiled.setEndMillis(label.getStartMillis()).build();
            default -> spoiled.setStreamId("").build();
        };
    }

    /** A PNG of a few bytes that says it unpacks to gigabytes. */
    private static VideoFrame bomb(VideoFrame.Builder frame) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer bytes = ByteBuffer.wrap(png.toByteArray());
        int headerType = 12;
        int headerLength = 17;
        bytes.putInt(headerType + 4, BOMB_SIDE).putInt(headerType + 8, BOMB_SIDE);
        CRC32 checksum = new CRC32();
        checksum.update(bytes.array(), headerType, headerLength);
        bytes.putInt(headerType + headerLength, (int) checksum.getValue());
        return frame.setEncoding("png")
                .setWidth(BOMB_SIDE)
                .setHeight(BOMB_SIDE)
                .setPayload(bytes)
                .build();
    }

    /** The JPEG's frame header says 65,000 by 65,000. */
    private static byte[] withHugeFrame(byte[] jpeg) {
        for (int at = 0; at + 9 < jpeg.length; at++) {
            if (jpeg[at] == (byte) 0xFF && jpeg[at + 1] == (byte) 0xC0) {
                ByteBuffer.wrap(jpeg).putShort(at + 5, (short) 65_000);
                ByteBuffer.wrap(jpeg).putShort(at + 7, (short) 65_000);
                return jpeg;
            }
        }
        throw new IllegalArgumentException("no baseline JPEG");
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
