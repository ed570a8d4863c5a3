/**
 * Replays recorded or rendered media as live streams.
 *
 * <p>A {@link io.ambidex.connectors.media.player.PlayedStream} is an ordered, deterministic
 * sequence of input records of one stream id; {@link
 * io.ambidex.connectors.media.player.MediaPlayer} merges several by event time and publishes them
 * to the input topics.
 */
package io.ambidex.connectors.media.player;
