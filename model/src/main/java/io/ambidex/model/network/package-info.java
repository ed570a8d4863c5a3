/**
 * Multimodal networks: specifications, encoders, fusions and the linear head.
 *
 * <p>{@link io.ambidex.model.network.NetworkSpec} is the architecture, {@link
 * io.ambidex.model.network.MultimodalNetwork} the weights and the forward passes.
 */
package io.ambidex.model.network;
