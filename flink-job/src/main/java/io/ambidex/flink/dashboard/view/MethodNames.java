/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of balancing methods as people write them. */
final class MethodNames {
    private static final Map<String, String> WRITTEN =
            Map.ofEntries(
                    Map.entry("agm", "AGM"),
                    Map.entry("amco", "AMCo"),
                    Map.entry("cml", "CML"),
                    Map.entry("gblending", "G-Blending"),
                    Map.entry("greedy", "Greedy"),
                    Map.entry("inforeg", "InfoReg"),
                    Map.entry("lfm", "LFM"),
                    Map.entry("mbsd", "MBSD"),
                    Map.entry("mla", "MLA"),
                    Map.entry("mmcosine", "MMCosine"),
                    Map.entry("mmpareto", "MMPareto"),
                    Map.entry("moka", "MokA"),
                    Map.entry("ogm", "OGM"),
                    Map.entry("ogm-ge", "OGM-GE"),
                    Map.entry("opm", "OPM"),
                    Map.entry("pmr", "PMR"),
                    Map.entry("reconboost", "ReconBoost"),
                    Map.entry("relearning", "Re-learning"),
                    Map.entry("rollingq", "RollingQ"),
                    Map.entry("umt", "UMT"));

    private static final Set<String> BASELINES =
            Set.of("joint", "joint-with-unimodal-losses", "unimodal");

    private MethodNames() {}

    /** A method or chain of methods in writing; a name that is not known stays as it is. */
    static String written(String method) {
        return Arrays.stream(method.split("\\+"))
                .map(part -> WRITTEN.getOrDefault(part, part.replace('-', ' ')))
                .collect(Collectors.joining(" + "));
    }

    /** Whether no part of a chain balances anything. */
    static boolean isBaseline(String method) {
        return BASELINES.containsAll(Arrays.asList(method.split("\\+")));
    }
}
