/**
 * Watches the learner's scores for drift and does something about it. What is found and done is a
 * function of the learner scores alone, so that it can be repeated; the state is part of the
 * trainer's.
 */
package io.ambidex.flink.training.drift;
