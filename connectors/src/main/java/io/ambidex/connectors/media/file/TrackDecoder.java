/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.MediaLimits;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** The codec of one track. Counts what could not be decoded. */
final class TrackDecoder implements AutoCloseable {
    private static final int FRAME_CORRUPT = 1;

    private final AVCodecContext context;
    private final AVFrame frame;
    private int errors;

    TrackDecoder(AVStream stream, MediaLimits limits) throws MediaException {
        int id = stream.codecpar().codec_id();
        AVCodec codec = avcodec.avcodec_find_decoder(id);
        if (codec == null || codec.isNull()) {
            throw new MediaException("no decoder for " + avcodec.avcodec_get_name(id).getString());
        }
        context = avcodec.avcodec_alloc_context3(codec);
        avcodec.avcodec_parameters_to_context(context, stream.codecpar());
        context.pkt_timebase(stream.time_base());
        // One thread: the same pictures from the same damaged bytes, in every run.
        context.thread_count(1);
        context.max_pixels(limits.maxPixels());
        int opened = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
        if (opened < 0) {
            avcodec.avcodec_free_context(context);
            throw new MediaException("the decoder cannot be opened: " + Ffmpeg.error(opened));
        }
        frame = avutil.av_frame_alloc();
    }

    /** Hands over one packet; null at the end of the track. */
    void send(AVPacket packet) {
        if (packet != null && (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
            errors++;
        }
        int sent = avcodec.avcodec_send_packet(context, packet);
        if (sent < 0 && sent != avutil.AVERROR_EOF) {
            errors++;
        }
    }

    /** The next decoded frame, valid until the next call; null when another packet is needed. */
    AVFrame receive() {
        avutil.av_frame_unref(frame);
        int received = avcodec.avcodec_receive_frame(context, frame);
        if (received >= 0) {
            if (frame.decode_error_flags() != 0 || (frame.flags() & FRAME_CORRUPT) != 0) {
                errors++;
            }
            return frame;
        }
        if (received != avutil.AVERROR_EOF
                && received != org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN()) {
            errors++;
        }
        return null;
    }

    /** How many packets and frames were damaged. */
    int errors() {
        return errors;
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(context);
    }
}
