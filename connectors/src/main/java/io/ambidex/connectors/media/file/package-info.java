/**
 * Containers and codecs through FFmpeg: timed pictures and sound out of a file, and a verdict on
 * whether everything came that the file promised.
 *
 * <p>FFmpeg opens most damaged files without an error and silently gives less; {@link
 * io.ambidex.connectors.media.file.MediaVerdict} says so. The natives must be the LGPL build, see
 * {@link io.ambidex.connectors.media.file.Ffmpeg#license}. They are unpacked once to the folder
 * named by the system property {@code org.bytedeco.javacpp.cachedir}, by default {@code
 * ~/.javacpp/cache}.
 */
package io.ambidex.connectors.media.file;
