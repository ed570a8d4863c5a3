/**
 * Decoders that turn the payload of an input record into the form the network takes.
 *
 * <p>A decoder refuses what it cannot use with a {@link io.ambidex.connectors.media.MediaException}
 * whose message states the limit and the actual value; it never throws anything else for bad bytes
 * and never allocates what a header merely claims.
 *
 * <p>Sub-packages: {@code file} reads containers and codecs through FFmpeg, {@code manifest} reads
 * labelled folders, {@code player} replays files (or the simulator) as live streams.
 */
package io.ambidex.connectors.media;
