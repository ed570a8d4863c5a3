/**
 * The engine room: libtorch through DJL. Its start and threads, modules from plain text,
 * differentiation, native memory, random numbers. No other package touches {@code ai.djl.pytorch}.
 */
package io.ambidex.model.engine;
