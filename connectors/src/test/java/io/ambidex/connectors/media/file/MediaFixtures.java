/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Small media files of our own: a moving bar and a tone. */
public final class MediaFixtures {
    public static final int WIDTH = 96;
    public static final int HEIGHT = 64;
    public static final int FRAMES_PER_SECOND = 25;

    private MediaFixtures() {}

    /** An mp4 with H.264 pictures and a mono AAC tone of 440 Hz at 16 kHz. */
    public static Path mp4(Path file, int frames) throws Exception {
        return write(file, "mp4", avcodec.AV_CODEC_ID_H264, frames, 16_000);
    }

    /** As {@link #mp4} without sound. */
    public static Path silentMp4(Path file, int frames) throws Exception {
        return write(file, "mp4", avcodec.AV_CODEC_ID_H264, frames, 0);
    }

    /** An avi with MPEG-4 pictures and sound at 44.1 kHz. */
    public static Path avi(Path file, int frames) throws Exception {
        return write(file, "avi", avcodec.AV_CODEC_ID_MPEG4, frames, 44_100);
    }

    private static Path write(Path file, String format, int codec, int frames, int sampleRate)
            throws Exception {
        Ffmpeg.load();
        try (FFmpegFrameRecorder recorder =
                new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT, sampleRate > 0 ? 1 : 0)) {
            recorder.setFormat(format);
            recorder.setVideoCodec(codec);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setVideoBitrate(400_000);
            recorder.setFrameRate(FRAMES_PER_SECOND);
            recorder.setGopSize(10);
            if (sampleRate > 0) {
                recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
                recorder.setSampleRate(sampleRate);
                recorder.setAudioBitrate(64_000);
            }
            recorder.start();
            int samplesPerFrame = sampleRate / FRAMES_PER_SECOND;
            for (int f = 0; f < frames; f++) {
                recorder.record(picture(f));
                if (sampleRate > 0) {
                    recorder.record(sound(f * samplesPerFrame, samplesPerFrame, sampleRate));
                }
            }
            recorder.stop();
        }
        return file;
    }

    /** Left half red, right half blue, and a white bar that moves down one row per frame. */
    private static Frame picture(int number) {
        Frame frame = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 3);
        ByteBuffer bgr = (ByteBuffer) frame.image[0];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int at = y * frame.imageStride + x * 3;
                boolean bar = y == number % HEIGHT;
                bgr.put(at, (byte) (bar || x >= WIDTH / 2 ? 255 : 0));
                bgr.put(at + 1, (byte) (bar ? 255 : 0));
                bgr.put(at + 2, (byte) (bar || x < WIDTH / 2 ? 255 : 0));
            }
        }
        return frame;
    }

    private static Frame sound(int first, int samples, int sampleRate) {
        short[] tone = new short[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (short) (8000 * Math.sin(2 * Math.PI * 440 * (first + i) / sampleRate));
        }
        Frame frame = new Frame();
        frame.sampleRate = sampleRate;
        frame.audioChannels = 1;
        frame.samples = new ShortBuffer[] {ShortBuffer.wrap(tone)};
        return frame;
    }
}
