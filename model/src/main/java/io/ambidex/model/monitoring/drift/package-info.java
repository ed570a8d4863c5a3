/**
 * Detectors of change in a sequence of numbers: deterministic, of bounded memory, and with a state
 * that can be written and read bit for bit. They know nothing of training.
 */
package io.ambidex.model.monitoring.drift;
