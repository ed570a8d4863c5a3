/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/** An open container: its best track of each kind, and its packets. */
final class InputFile implements AutoCloseable {
    /** No play lists: a media file must not make the reader open other files or addresses. */
    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,flv,avi,mpegts,mpeg,mpegvideo,ogg,wav,mp3,aac,"
                    + "flac,h264,hevc,m4v,mjpeg,jpeg_pipe,png_pipe,asf,ac3,aiff,au,ivf";

    private final AVFormatContext context;
    private final AVStream video;
    private final AVStream audio;

    private InputFile(AVFormatContext context) {
        this.context = context;
        this.video = best(avutil.AVMEDIA_TYPE_VIDEO);
        this.audio = best(avutil.AVMEDIA_TYPE_AUDIO);
    }

    static InputFile open(Path file, Watchdog watchdog) throws MediaException {
        // A pipe or a device could block for ever.
        if (!Files.isRegularFile(file)) {
            throw new MediaException(
                    Files.exists(file) ? "not a regular file" : "the file does not exist");
        }
        AVFormatContext context = avformat.avformat_alloc_context();
        watchdog.attach(context.interrupt_callback());
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
        avutil.av_dict_set(options, "format_whitelist", FORMATS, 0);
        try {
            // On failure FFmpeg has freed the context itself.
            check(
                    "the container cannot be opened",
                    avformat.avformat_open_input(
                            context, "file:" + file.toAbsolutePath(), null, options),
                    watchdog);
        } finally {
            avutil.av_dict_free(options);
        }
        try {
            check(
                    "the tracks cannot be found",
                    avformat.avformat_find_stream_info(context, (AVDictionary) null),
                    watchdog);
            return new InputFile(context);
        } catch (MediaException e) {
            avformat.avformat_close_input(context);
            throw e;
        }
    }

    private static void check(String what, int result, Watchdog watchdog) throws MediaException {
        if (result < 0) {
            watchdog.check();
            throw new MediaException(what + ": " + Ffmpeg.error(result));
        }
    }

    private AVStream best(int type) {
        int index = avformat.av_find_best_stream(context, type, -1, -1, (AVCodec) null, 0);
        return index < 0 ? null : context.streams(index);
    }

    /** The picture track, or null. */
    AVStream video() {
        return video;
    }

    /** The sound track, or null. */
    AVStream audio() {
        return audio;
    }

    /** Reads one packet; 0, or FFmpeg's error number. */
    int read(AVPacket packet) {
        return avformat.av_read_frame(context, packet);
    }

    MediaDescription describe() {
        long start = context.start_time();
        return new MediaDescription(
                context.iformat().name().getString(),
                start == Times.NONE ? 0 : Math.max(0, start),
                context.duration() <= 0 ? MediaDescription.UNKNOWN : context.duration(),
                video == null ? null : describeVideo(),
                audio == null ? null : describeAudio());
    }

    private MediaDescription.VideoTrack describeVideo() {
        AVCodecParameters parameters = video.codecpar();
        int rotation = rotation(parameters);
        boolean turned = rotation % 180 != 0;
        return new MediaDescription.VideoTrack(
                codecName(parameters),
                turned ? parameters.height() : parameters.width(),
                turned ? parameters.width() : parameters.height(),
                rotation,
                start(video),
                duration(video),
                video.nb_frames() > 0 ? video.nb_frames() : MediaDescription.UNKNOWN);
    }

    private MediaDescription.AudioTrack describeAudio() {
        AVCodecParameters parameters = audio.codecpar();
        return new MediaDescription.AudioTrack(
                codecName(parameters),
                parameters.sample_rate(),
                parameters.ch_layout().nb_channels(),
                start(audio),
                duration(audio));
    }

    private static String codecName(AVCodecParameters parameters) {
        return avcodec.avcodec_get_name(parameters.codec_id()).getString();
    }

    private static long start(AVStream stream) {
        return Times.micros(stream.start_time(), stream.time_base(), MediaDescription.UNKNOWN);
    }

    private static long duration(AVStream stream) {
        return stream.duration() <= 0
                ? MediaDescription.UNKNOWN
                : Times.micros(stream.duration(), stream.time_base(), MediaDescription.UNKNOWN);
    }

    /** Clockwise turn from stored to shown, to the next quarter. */
    private static int rotation(AVCodecParameters parameters) {
        AVPacketSideData matrix =
                parameters.nb_coded_side_data() == 0
                        ? null
                        : avcodec.av_packet_side_data_get(
                                parameters.coded_side_data(),
                                parameters.nb_coded_side_data(),
                                avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull()) {
            return 0;
        }
        double counterClockwise = avutil.av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(counterClockwise)
                ? 0
                : Math.floorMod(Math.round(-counterClockwise / 90), 4) * 90;
    }

    @Override
    public void close() {
        avformat.avformat_close_input(context);
    }
}
