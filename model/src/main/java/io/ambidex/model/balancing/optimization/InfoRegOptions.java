/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.learning.LearnerOptions;
import java.util.List;

/**
 * Options of the streaming form of InfoReg.
 *
 * @param window W, optimizer steps in a measuring window
 * @param threshold K, least rate of the trace in the prime learning window
 * @param history L, traces in the moving average
 * @param startsOpen whether a modality may be regulated before there are traces to compare
 * @param beta strength of the pull: a is at most e^beta
 * @param deadBand least lead in nats that is regulated
 * @param unimodalLossWeight weight of every modality's own loss
 * @param tracesAllLosses whether the trace is that of all losses instead of the joint one
 */
record InfoRegOptions(
        long window,
        double threshold,
        int history,
        boolean startsOpen,
        double beta,
        double deadBand,
        double unimodalLossWeight,
        boolean tracesAllLosses) {

    static final MethodOption<Long> WINDOW =
            MethodOption.count(
                    "window",
                    0,
                    "steps",
                    0,
                    10_000_000,
                    "Length of a measuring window; 0 fits it to the learning rate, 200 at 0.001 with momentum 0.9.");
    static final MethodOption<Double> THRESHOLD =
            MethodOption.number(
                    "K",
                    0.04,
                    "rate",
                    -1,
                    1,
                    "Least relative growth of the trace in the prime learning window.");
    static final MethodOption<Long> HISTORY =
            MethodOption.count(
                    "L", 10, "windows", 1, 1_000, "Windows in the moving average of the trace.");
    static final MethodOption<Boolean> STARTS_OPEN =
            MethodOption.flag(
                    "startsOpen",
                    true,
                    "Whether a modality may be regulated before there are traces to compare.");
    static final MethodOption<Double> BETA =
            MethodOption.number("beta", 0.9, "factor", 0, 5, "Growth of the pull with the lead.");
    static final MethodOption<Double> DEAD_BAND =
            MethodOption.number(
                    "deadBand", 0, "nats", 0, 100, "Lead that is not regulated; 0.01 is sensible.");
    static final MethodOption<Double> UNIMODAL_LOSS_WEIGHT =
            MethodOption.number(
                    "unimodalLossWeight",
                    1,
                    "factor",
                    0,
                    100,
                    "Weight of every modality's own cross-entropy; 0 is the paper's form with one loss.");
    static final MethodOption<String> TRACE_SOURCE =
            MethodOption.choice(
                    "traceSource",
                    "joint",
                    List.of("joint", "total"),
                    "Gradient whose trace is measured: of the joint loss (one more backward pass) or of all losses.");

    static final List<MethodOption<?>> ALL =
            List.of(
                    WINDOW,
                    THRESHOLD,
                    HISTORY,
                    STARTS_OPEN,
                    BETA,
                    DEAD_BAND,
                    UNIMODAL_LOSS_WEIGHT,
                    TRACE_SOURCE);

    /**
     * The window in steps. The pull has a time constant of (1 - momentum) / (learning rate *
     * strength) steps, and the window should span a few of them: at a strength of 1.5 the fitted
     * one spans three.
     */
    static long window(long configured, LearnerOptions learner) {
        return configured > 0
                ? configured
                : Math.max(1, Math.round(2 * (1 - learner.momentum()) / learner.learningRate()));
    }

    static InfoRegOptions of(MethodOptions options) {
        return new InfoRegOptions(
                options.get(WINDOW),
                options.get(THRESHOLD),
                Math.toIntExact(options.get(HISTORY)),
                options.get(STARTS_OPEN),
                options.get(BETA),
                options.get(DEAD_BAND),
                options.get(UNIMODAL_LOSS_WEIGHT),
                options.get(TRACE_SOURCE).equals("total"));
    }
}
