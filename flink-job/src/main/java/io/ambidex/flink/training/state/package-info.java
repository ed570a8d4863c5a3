/**
 * The trainer's state as bytes: chunks small enough for Flink's operator state, each with position
 * and checksum, and beyond a limit a file named by its digest.
 */
package io.ambidex.flink.training.state;
