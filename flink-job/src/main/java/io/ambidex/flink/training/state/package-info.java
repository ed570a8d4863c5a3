/**
 * The trainer's state as bytes of a checkpoint: up to a limit chunks small enough for Flink's
 * operator state, each with position and checksum; beyond it a stream of checked frames in Flink's
 * raw operator state. Both belong to the checkpoint or savepoint and go with it.
 */
package io.ambidex.flink.training.state;
