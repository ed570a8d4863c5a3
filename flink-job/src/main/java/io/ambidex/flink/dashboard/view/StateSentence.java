/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says in one sentence how balanced the learning is: {@code audio dominates 4.2 : 1, video
 * under-trained; InfoReg regulating since step 1,240}. A pure function of what is known.
 */
final class StateSentence {

    /** From this discrepancy ratio on one modality dominates. */
    static final double DOMINATES = 1.5;

    /** From this discrepancy ratio on one modality leads. */
    static final double LEADS = 1.15;

    /** From this share on a missing modality is worth saying. */
    static final double OFTEN_MISSING = 0.2;

    private StateSentence() {}

    /** Before anything was learned. */
    static String waiting() {
        return "Waiting for the first training step.";
    }

    /**
     * Of one learner.
     *
     * @param silence how long nothing has come; null while data flows
     */
    static String of(BalanceFacts facts, Duration silence) {
        String state = balance(facts) + missing(facts) + "; " + regulation(facts) + ".";
        if (silence == null) {
            return capitalised(state);
        }
        return "No data for " + spoken(silence) + ". Before that: " + state;
    }

    /** How far the balance has tipped, as the page's colour; {@code facts} are null before any. */
    static Tone tone(BalanceFacts facts, Duration silence) {
        if (facts == null) {
            return Tone.WAITING;
        }
        if (silence != null) {
            return Tone.SILENT;
        }
        double lead = leader(facts) == null ? 1 : leader(facts).getValue();
        return lead >= DOMINATES ? Tone.ONE_SIDED : lead >= LEADS ? Tone.LEANING : Tone.BALANCED;
    }

    /** How it stands, for the eye. */
    enum Tone {
        WAITING,
        BALANCED,
        LEANING,
        ONE_SIDED,
        SILENT;

        /** As the page writes it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static String balance(BalanceFacts facts) {
        Map.Entry<String, Double> leader = leader(facts);
        if (leader == null) {
            return "step " + grouped(facts.step()) + ", balance not yet measured";
        }
        String ratio = ratio(leader.getValue());
        if (leader.getValue() < LEADS) {
            return String.join(
                            " and ", facts.discrepancyRatios().keySet().stream().sorted().toList())
                    + " are balanced "
                    + ratio;
        }
        boolean dominates = leader.getValue() >= DOMINATES;
        return leader.getKey()
                + (dominates ? " dominates " : " leads ")
                + ratio
                + underTrained(facts);
    }

    private static String underTrained(BalanceFacts facts) {
        List<String> weak = new ArrayList<>();
        facts.discrepancyRatios()
                .forEach(
                        (modality, ratio) -> {
                            if (ratio <= 1 / DOMINATES) {
                                weak.add(modality);
                            }
                        });
        weak.sort(Comparator.naturalOrder());
        return weak.isEmpty() ? "" : ", " + String.join(" and ", weak) + " under-trained";
    }

    private static String missing(BalanceFacts facts) {
        StringBuilder text = new StringBuilder();
        facts.missingRates().entrySet().stream()
                .filter(rate -> rate.getValue() >= OFTEN_MISSING)
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        rate ->
                                text.append(", ")
                                        .append(rate.getKey())
                                        .append(" missing in ")
                                        .append(Math.round(100 * rate.getValue()))
                                        .append(" % of clips"));
        return text.toString();
    }

    private static String regulation(BalanceFacts facts) {
        String method = MethodNames.written(facts.method());
        if (facts.frozen()) {
            return "training is frozen";
        }
        String since =
                facts.regulationSinceStep() == 0
                        ? ""
                        : " since step " + grouped(facts.regulationSinceStep());
        return switch (facts.regulation()) {
            case REGULATING -> method + " regulating" + since;
            case WATCHING -> method + " watching" + since;
            case ACTING -> method + " acting" + since;
            case NONE -> method + " balances nothing";
        };
    }

    private static Map.Entry<String, Double> leader(BalanceFacts facts) {
        return facts.discrepancyRatios().entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey))
                .orElse(null);
    }

    private static String ratio(double ratio) {
        return ratio >= 100 ? "over 100 : 1" : String.format(Locale.ROOT, "%.1f : 1", ratio);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String spoken(Duration silence) {
        long seconds = silence.toSeconds();
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
