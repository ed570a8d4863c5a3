/**
 * Prediction of clips in small batches by the newest model version, which is taken up without a
 * restart.
 */
package io.ambidex.flink.serving;
