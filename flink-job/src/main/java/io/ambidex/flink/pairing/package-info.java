/**
 * Makes clips: pairs what the modalities of one stream id delivered in the same window of event
 * time.
 *
 * <p>The start is {@link io.ambidex.flink.pairing.PairingFunction}, with its numbers in {@link
 * io.ambidex.flink.pairing.PairingOptions}. Which intervals become clips says {@link
 * io.ambidex.flink.pairing.WindowAssigner}; how the records of a window become what the network
 * takes says {@link io.ambidex.flink.pairing.MediaAssembler}.
 */
package io.ambidex.flink.pairing;
