/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** The FFmpeg libraries in this process: loaded at the first use, silent. */
public final class Ffmpeg {
    private static final int ERROR_TEXT_BYTES = 128;

    static {
        // JavaCPP's default refuses allocations once the whole process, the learner's tensors
        // included, is larger than four times the Java heap.
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        }
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private Ffmpeg() {}

    /** The licence of the loaded libraries, such as {@code LGPL version 3 or later}. */
    public static String license() {
        return avcodec.avcodec_license().getString();
    }

    /**
     * Loads the libraries: before anything else of JavaCPP is touched, which reads its settings
     * once.
     */
    static void load() {
        // The class initializer does the work.
    }

    /** What FFmpeg says of one of its error numbers. */
    static String error(int number) {
        byte[] text = new byte[ERROR_TEXT_BYTES];
        avutil.av_strerror(number, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
