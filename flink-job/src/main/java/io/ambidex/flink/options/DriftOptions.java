/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;

/** Which scores of the learner are watched for drift, how, and what is done about it. */
public final class DriftOptions {

    /** How a change is found. */
    public enum Detector {
        ADWIN,
        PAGE_HINKLEY;

        @Override
        public String toString() {
            return spoken(this);
        }
    }

    /** What is watched. */
    public enum Signal {
        /** The loss of a step. */
        LOSS,
        /** Whether examples are misclassified before the update, jointly and by modality. */
        ERROR,
        /** How far each modality is ahead of the others. */
        DISCREPANCY_RATIO;

        @Override
        public String toString() {
            return spoken(this);
        }
    }

    /** What is done about a drift. */
    public enum Action {
        /** A record on the alerts topic. */
        ALERT,
        /** The balancing method is told; InfoReg opens its prime learning window again. */
        METHOD,
        /** The learning rate is raised for some steps. */
        LEARNING_RATE,
        /** A model version is published. */
        PUBLISH,
        /** Nothing is learned for some steps, or until a command. */
        FREEZE;

        @Override
        public String toString() {
            return spoken(this);
        }
    }

    public static final ConfigOption<Boolean> ENABLED =
            key("drift.enabled")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Whether the learner scores are watched for drift.");

    public static final ConfigOption<List<Detector>> DETECTORS =
            key("drift.detectors")
                    .enumType(Detector.class)
                    .asList()
                    .defaultValues(Detector.ADWIN)
                    .withDescription("What finds changes: adwin, page-hinkley or both.");

    public static final ConfigOption<List<Signal>> SIGNALS =
            key("drift.signals")
                    .enumType(Signal.class)
                    .asList()
                    .defaultValues(Signal.LOSS, Signal.ERROR)
                    .withDescription(
                            "What is watched: loss, error (one value an example, jointly and by "
                                    + "modality) and discrepancy-ratio. Of the first two only a change to "
                                    + "the worse counts.");

    public static final ConfigOption<Long> WARM_UP_STEPS =
            key("drift.warm-up-steps")
                    .longType()
                    .defaultValue(20L)
                    .withDescription("Steps at the start that are not watched.");

    public static final ConfigOption<Integer> MAX_STREAMS =
            key("drift.max-streams")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Stream ids whose loss, error and discrepancy ratio are watched one by one; the one "
                                    + "unseen for longest is forgotten for a new one. 0 watches all "
                                    + "together only.");

    public static final ConfigOption<Double> ADWIN_DELTA =
            key("drift.adwin.delta")
                    .doubleType()
                    .defaultValue(0.002)
                    .withDescription(
                            "ADWIN: probability of a false cut at one value, above 0 and below 1. Smaller "
                                    + "means fewer false alarms and later ones.");

    public static final ConfigOption<Double> PAGE_HINKLEY_TOLERANCE =
            key("drift.page-hinkley.tolerance")
                    .doubleType()
                    .defaultValue(0.1)
                    .withDescription(
                            "Page-Hinkley: by how much a value may exceed the mean, 0 or more and below 1. "
                                    + "Loss and discrepancy ratio x count as x / (1 + x).");

    public static final ConfigOption<Double> PAGE_HINKLEY_THRESHOLD =
            key("drift.page-hinkley.threshold")
                    .doubleType()
                    .defaultValue(15.0)
                    .withDescription(
                            "Page-Hinkley: sum of what exceeds mean and tolerance at which there is an "
                                    + "alarm, above 0.");

    public static final ConfigOption<Double> PAGE_HINKLEY_FADING =
            key("drift.page-hinkley.fading")
                    .doubleType()
                    .defaultValue(0.999)
                    .withDescription(
                            "Page-Hinkley: weight that a value keeps in the mean with every further one, "
                                    + "above 0 and at most 1.");

    public static final ConfigOption<Integer> PAGE_HINKLEY_LEAST_VALUES =
            key("drift.page-hinkley.least-values")
                    .intType()
                    .defaultValue(30)
                    .withDescription("Page-Hinkley: values before the first alarm, at least 1.");

    public static final ConfigOption<List<Action>> ACTIONS =
            key("drift.actions")
                    .enumType(Action.class)
                    .asList()
                    .defaultValues(Action.ALERT)
                    .withDescription(
                            "What is done about a drift of all streams together: alert, method (tells the "
                                    + "balancing method; inforeg opens its prime learning window again), "
                                    + "learning-rate, publish, freeze. Takes effect before the next step.");

    public static final ConfigOption<List<Action>> STREAM_ACTIONS =
            key("drift.stream-actions")
                    .enumType(Action.class)
                    .asList()
                    .defaultValues(Action.ALERT)
                    .withDescription("What is done about a drift of one stream id; likewise.");

    public static final ConfigOption<Long> COOL_DOWN_STEPS =
            key("drift.cool-down-steps")
                    .longType()
                    .defaultValue(50L)
                    .withDescription(
                            "Steps after an action in which a further drift is only alerted of.");

    public static final ConfigOption<Double> LEARNING_RATE_FACTOR =
            key("drift.learning-rate-factor")
                    .doubleType()
                    .defaultValue(3.0)
                    .withDescription("Action learning-rate: factor of the learning rate, above 0.");

    public static final ConfigOption<Long> LEARNING_RATE_STEPS =
            key("drift.learning-rate-steps")
                    .longType()
                    .defaultValue(100L)
                    .withDescription("Action learning-rate: for how many steps, at least 1.");

    public static final ConfigOption<Long> FREEZE_STEPS =
            key("drift.freeze-steps")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            "Action freeze: steps without learning; 0 means until a control record says "
                                    + "frozen: false.");

    private static final List<ConfigOption<?>> ALL =
            List.of(
                    ENABLED,
                    DETECTORS,
                    SIGNALS,
                    WARM_UP_STEPS,
                    MAX_STREAMS,
                    ADWIN_DELTA,
                    PAGE_HINKLEY_TOLERANCE,
                    PAGE_HINKLEY_THRESHOLD,
                    PAGE_HINKLEY_FADING,
                    PAGE_HINKLEY_LEAST_VALUES,
                    ACTIONS,
                    STREAM_ACTIONS,
                    COOL_DOWN_STEPS,
                    LEARNING_RATE_FACTOR,
                    LEARNING_RATE_STEPS,
                    FREEZE_STEPS);

    /**
     * All of them, in the order of the documentation; a running job takes other values for each.
     */
    public static List<ConfigOption<?>> all() {
        return ALL;
    }

    /** Their keys, in the same order. */
    public static List<String> keys() {
        return ALL.stream().map(ConfigOption::key).toList();
    }

    /** Whether the values of an option are lists. */
    public static boolean isList(String key) {
        return ALL.stream()
                .anyMatch(o -> o.key().equals(key) && o.defaultValue() instanceof List<?>);
    }

    private static String spoken(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private DriftOptions() {}
}
