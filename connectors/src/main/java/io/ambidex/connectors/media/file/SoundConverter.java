/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Decoded sound of any layout, format and rate to mono 16-bit PCM at one rate. */
final class SoundConverter implements AutoCloseable {
    private final int sampleRate;
    private final AVChannelLayout mono = new AVChannelLayout();
    private final AVChannelLayout layout = new AVChannelLayout();
    private final PointerPointer<BytePointer> output = new PointerPointer<>(1);

    private SwrContext context;
    private int inputRate;
    private int inputFormat;
    private BytePointer buffer = new BytePointer();
    private int bufferSamples;

    SoundConverter(int sampleRate) {
        this.sampleRate = sampleRate;
        avutil.av_channel_layout_default(mono, 1);
    }

    /** Whether a frame has the form of the ones before it. */
    boolean fits(AVFrame frame) {
        return context != null
                && frame.sample_rate() == inputRate
                && frame.format() == inputFormat
                && avutil.av_channel_layout_compare(frame.ch_layout(), layout) == 0;
    }

    /** Prepares for frames of this form, and forgets what is held back. */
    void reset(AVFrame frame) throws MediaException {
        free();
        inputRate = frame.sample_rate();
        inputFormat = frame.format();
        avutil.av_channel_layout_copy(layout, frame.ch_layout());
        context = new SwrContext(null);
        int made =
                swresample.swr_alloc_set_opts2(
                        context,
                        mono,
                        avutil.AV_SAMPLE_FMT_S16,
                        sampleRate,
                        layout,
                        inputFormat,
                        inputRate,
                        0,
                        null);
        int started = made < 0 ? made : swresample.swr_init(context);
        if (started < 0) {
            free();
            throw new MediaException(
                    "sound of "
                            + inputRate
                            + " Hz and "
                            + layout.nb_channels()
                            + " channels cannot be converted: "
                            + Ffmpeg.error(started));
        }
    }

    /** Converts a frame, or with null gives what is held back; may be empty. */
    byte[] convert(AVFrame frame) throws MediaException {
        if (context == null) {
            return new byte[0];
        }
        int samples = frame == null ? 0 : frame.nb_samples();
        int room = swresample.swr_get_out_samples(context, samples) + 16;
        reserve(room);
        int converted =
                swresample.swr_convert(
                        context,
                        output,
                        room,
                        frame == null ? null : frame.extended_data(),
                        samples);
        if (converted < 0) {
            throw new MediaException("sound cannot be converted: " + Ffmpeg.error(converted));
        }
        byte[] pcm = new byte[converted * Short.BYTES];
        buffer.position(0).get(pcm);
        return pcm;
    }

    private void reserve(int samples) {
        if (samples > bufferSamples) {
            buffer.close();
            buffer = new BytePointer((long) samples * Short.BYTES);
            bufferSamples = samples;
            output.put(0, buffer);
        }
    }

    private void free() {
        if (context != null) {
            swresample.swr_free(context);
            context = null;
        }
    }

    @Override
    public void close() {
        free();
        avutil.av_channel_layout_uninit(layout);
        layout.close();
        mono.close();
        output.close();
        buffer.close();
    }
}
