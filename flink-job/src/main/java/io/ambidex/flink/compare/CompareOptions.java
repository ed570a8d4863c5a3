/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.cli.CommandException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * What a user wants compared.
 *
 * @param out folder for results and reports; results that are there and fit are used again
 * @param input where the examples come from
 * @param heldOut share of the training examples that is held out when the input marks none, above 0
 *     and below 1
 * @param job options of the job: network, optimizer, learning rate, batch size, pairing, labels
 * @param methods what to compare; none for every registered method that works with the network
 * @param seeds how many seeds, 1 or more; they are 1, 2, ...
 * @param passes how often the training examples are gone through, 1 or more
 * @param learningRates rates to choose among by a search; one or none for the one of the job
 * @param noiseDecibels signal-to-noise ratios at which robustness is measured
 * @param probeExamples most training examples that a linear probe is fitted to, 1 or more
 * @param jobs how many runs go on at the same time, 1 or more
 * @param keepWeights whether what the runs have learned is kept beside their results
 */
public record CompareOptions(
        Path out,
        RecordedInput input,
        double heldOut,
        Configuration job,
        List<MethodSpec> methods,
        int seeds,
        int passes,
        List<Double> learningRates,
        List<Double> noiseDecibels,
        int probeExamples,
        int jobs,
        boolean keepWeights) {

    public CompareOptions {
        requireAtLeastOne("--seeds", seeds);
        requireAtLeastOne("--passes", passes);
        requireAtLeastOne("--probe-examples", probeExamples);
        requireAtLeastOne("--jobs", jobs);
        if (!(heldOut > 0 && heldOut < 1)) {
            throw CommandException.usage(
                    "--held-out must be above 0 and below 1, but is " + heldOut);
        }
        for (double rate : learningRates) {
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw CommandException.usage(
                        "--learning-rates must be above 0, but one is " + rate);
            }
        }
        for (double decibel : noiseDecibels) {
            if (!(Math.abs(decibel) <= 100)) {
                throw CommandException.usage(
                        "--noise must be -100 to 100 decibels, but one is " + decibel);
            }
        }
        methods = List.copyOf(methods);
        learningRates = List.copyOf(learningRates);
        noiseDecibels = List.copyOf(noiseDecibels);
        if (methods.stream().distinct().count() < methods.size()) {
            throw CommandException.usage("a method is named twice in " + methods);
        }
    }

    private static void requireAtLeastOne(String option, int value) {
        if (value < 1) {
            throw CommandException.usage(option + " must be 1 or more, but is " + value);
        }
    }
}
