/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

/**
 * One kill and what came after it.
 *
 * @param process name of the process
 * @param victim what it was
 * @param atSeconds when, seconds after the first prediction was committed
 * @param atMillis when, by the clock
 * @param firstPredictionSeconds seconds until a prediction that was made after the kill could be
 *     read, committed; null when another kill came first or no clip was left to predict
 * @param checkpoint the checkpoint from which the job was submitted again; null when the job
 *     recovered by itself
 */
record Kill(
        String process,
        Victim victim,
        double atSeconds,
        long atMillis,
        Double firstPredictionSeconds,
        String checkpoint) {}
