/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.flink.options.DriftOptions;
import io.ambidex.flink.options.DriftOptions.Signal;
import io.ambidex.flink.options.InvalidOptionException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * What is watched for drift, by what, and what follows.
 *
 * @param signals none when nothing is watched
 * @param detectors that watch each of them
 * @param warmUpSteps steps at the start that are not watched, 0 or more
 * @param maxStreams stream ids that are watched one by one, 0 or more
 * @param response what is done
 * @param options what is configured, by option key, also where nothing is watched
 */
public record DriftSettings(
        List<Signal> signals,
        DetectorSettings detectors,
        long warmUpSteps,
        int maxStreams,
        ResponseSettings response,
        Map<String, String> options)
        implements Serializable {

    /** Copies list and map. */
    public DriftSettings {
        signals = List.copyOf(signals);
        options = Map.copyOf(options);
    }

    /** Nothing is watched. */
    public static final DriftSettings OFF = off(Map.of());

    private static DriftSettings off(Map<String, String> options) {
        return new DriftSettings(
                List.of(),
                new DetectorSettings(List.of(), 0.002, 0.1, 15, 0.999, 30),
                0,
                0,
                new ResponseSettings(List.of(), List.of(), 0, 1, 1, 0),
                options);
    }

    /**
     * What the options say.
     *
     * @throws InvalidOptionException if one is out of range
     */
    public static DriftSettings from(Configuration options) {
        Map<String, String> configured = new TreeMap<>(options.toMap());
        configured.keySet().retainAll(DriftOptions.keys());
        DetectorSettings detectors =
                new DetectorSettings(
                        options.get(DriftOptions.DETECTORS),
                        options.get(DriftOptions.ADWIN_DELTA),
                        options.get(DriftOptions.PAGE_HINKLEY_TOLERANCE),
                        options.get(DriftOptions.PAGE_HINKLEY_THRESHOLD),
                        options.get(DriftOptions.PAGE_HINKLEY_FADING),
                        options.get(DriftOptions.PAGE_HINKLEY_LEAST_VALUES));
        try {
            detectors.check();
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("options drift.*: " + e.getMessage(), e);
        }
        notBelow(0, DriftOptions.WARM_UP_STEPS, options);
        notBelow(0, DriftOptions.MAX_STREAMS, options);
        notBelow(0, DriftOptions.COOL_DOWN_STEPS, options);
        notBelow(1, DriftOptions.LEARNING_RATE_STEPS, options);
        notBelow(0, DriftOptions.FREEZE_STEPS, options);
        double factor = options.get(DriftOptions.LEARNING_RATE_FACTOR);
        require(
                factor > 0 && Double.isFinite(factor),
                DriftOptions.LEARNING_RATE_FACTOR,
                "above 0 and finite",
                factor);
        // Read before anything is left out, so that a bad value is found also where it is not used.
        DriftSettings settings =
                new DriftSettings(
                        options.get(DriftOptions.SIGNALS),
                        detectors,
                        options.get(DriftOptions.WARM_UP_STEPS),
                        options.get(DriftOptions.MAX_STREAMS),
                        new ResponseSettings(
                                options.get(DriftOptions.ACTIONS),
                                options.get(DriftOptions.STREAM_ACTIONS),
                                options.get(DriftOptions.COOL_DOWN_STEPS),
                                factor,
                                options.get(DriftOptions.LEARNING_RATE_STEPS),
                                options.get(DriftOptions.FREEZE_STEPS)),
                        configured);
        return options.get(DriftOptions.ENABLED) ? settings : off(configured);
    }

    /**
     * The same with some options changed.
     *
     * @param changes value by option key; lists separated by commas or semicolons
     * @throws InvalidOptionException if a key is unknown, or a value is unreadable or out of range
     */
    public DriftSettings with(Map<String, String> changes) {
        Map<String, String> all = new TreeMap<>(options);
        changes.forEach(
                (key, value) -> {
                    requireKnown(key);
                    all.put(key, DriftOptions.isList(key) ? value.replace(',', ';') : value);
                });
        DriftSettings changed = parsed(all);
        // What was configured stays what a change starts from.
        return new DriftSettings(
                changed.signals,
                changed.detectors,
                changed.warmUpSteps,
                changed.maxStreams,
                changed.response,
                options);
    }

    /**
     * Looks at changes without knowing what is configured; an empty value takes a change back.
     *
     * @throws InvalidOptionException as {@link #with}
     */
    public static void check(Map<String, String> changes) {
        Map<String, String> values = new TreeMap<>(changes);
        values.keySet().forEach(DriftSettings::requireKnown);
        values.values().removeIf(String::isBlank);
        OFF.with(values);
    }

    private static DriftSettings parsed(Map<String, String> values) {
        try {
            return from(Configuration.fromMap(values));
        } catch (InvalidOptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            String cause = e.getCause() == null ? "" : " " + e.getCause().getMessage();
            throw new InvalidOptionException(e.getMessage() + cause, e);
        }
    }

    /**
     * @throws InvalidOptionException unless it is the key of an option here
     */
    static void requireKnown(String key) {
        if (!DriftOptions.keys().contains(key)) {
            throw new InvalidOptionException(
                    "unknown option "
                            + key
                            + "; known are "
                            + String.join(", ", DriftOptions.keys()));
        }
    }

    private static void notBelow(
            long least, ConfigOption<? extends Number> option, Configuration options) {
        long value = options.get(option).longValue();
        require(value >= least, option, "at least " + least, value);
    }

    private static void require(boolean holds, ConfigOption<?> option, String limit, Object value) {
        if (!holds) {
            throw new InvalidOptionException(
                    "option " + option.key() + " must be " + limit + ", but is " + value);
        }
    }
}
