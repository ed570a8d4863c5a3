/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import java.io.Serializable;

/**
 * A modality of a clip.
 *
 * @param name its name, as in {@link io.ambidex.connectors.clip.MediaSample#modality}
 * @param assembler makes what the network takes of its records
 */
public record PairedModality(String name, MediaAssembler assembler) implements Serializable {}
