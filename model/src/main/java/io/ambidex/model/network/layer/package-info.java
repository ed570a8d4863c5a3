/** Layers of encoders and how a list of them becomes one TorchScript function. */
package io.ambidex.model.network.layer;
