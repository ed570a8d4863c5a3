/**
 * Renders audio-visual scenes with known difficulty per modality, for demos, load and drift.
 *
 * <p>A scene is one window: an object of one class crosses a cluttered, noisy picture while its
 * sound plays among other sounds. Everything is a function of the options and the seed.
 */
package io.ambidex.connectors.simulator;
