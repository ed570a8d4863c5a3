/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A balancing method, and what the conformance tests ask it with.
 *
 * @param method as configured
 * @param options of the method
 * @param modalities M
 * @param optimizer sgd or adamw
 * @param fusion of the network; with attention the encoders give tokens
 */
record ConformanceSubject(
        String method,
        Map<String, String> options,
        int modalities,
        String optimizer,
        String fusion) {

    ConformanceSubject(
            String method, Map<String, String> options, int modalities, String optimizer) {
        this(method, options, modalities, optimizer, "concat");
    }

    SyntheticStream stream() {
        return new SyntheticStream(modalities, 11);
    }

    Learner learner() {
        return Learner.create(
                stream().network(fusion),
                LearnerOptions.builder()
                        .method(method, options)
                        .optimizer(optimizer)
                        .learningRate(optimizer.equals("sgd") ? 0.02 : 0.002)
                        .seed(4)
                        .build());
    }

    @Override
    public String toString() {
        return "%s %s M=%d %s %s".formatted(method, options, modalities, optimizer, fusion);
    }

    /**
     * Every method on the class path (one of them is written in test code) with two and three
     * modalities and windows of three steps, and variants whose state has more to lose.
     */
    static Stream<ConformanceSubject> all() {
        List<ConformanceSubject> subjects = new ArrayList<>();
        for (int m = 2; m <= 3; m++) {
            for (BalancingMethodProvider provider : BalancingMethods.providers()) {
                subjects.add(
                        new ConformanceSubject(
                                provider.name(), ShortWindows.of(provider), m, "sgd"));
            }
            subjects.add(
                    new ConformanceSubject(
                            "ogm", Map.of("rule", "cvpr", "smoothing", "5"), m, "sgd"));
            subjects.add(new ConformanceSubject("opm", Map.of("warmUpSteps", "0"), m, "adamw"));
            subjects.add(
                    new ConformanceSubject("inforeg", Map.of("window", "4", "L", "2"), m, "sgd"));
            subjects.add(new ConformanceSubject("inforeg", Map.of("window", "4"), m, "adamw"));
            subjects.add(new ConformanceSubject("umt", Map.of("snapshotSteps", "3"), m, "adamw"));
            subjects.add(new ConformanceSubject("gblending", Map.of("window", "8"), m, "sgd"));
            subjects.add(
                    new ConformanceSubject(
                            "ogm-ge+joint-with-unimodal-losses", Map.of(), m, "sgd"));
            subjects.add(new ConformanceSubject("mla", Map.of("rotation", "true"), m, "adamw"));
            subjects.add(new ConformanceSubject("lfm", Map.of("schedule", "learned"), m, "sgd"));
            Map<String, String> blocks =
                    Map.of("unimodalSteps", "2", "boostingSteps", "4", "rectifyingSteps", "4");
            subjects.add(new ConformanceSubject("reconboost", blocks, m, "sgd"));
            subjects.add(new ConformanceSubject("reconboost", blocks, m, "adamw"));
            subjects.add(
                    new ConformanceSubject(
                            "opm+inforeg", Map.of("window", "3", "warmUpSteps", "2"), m, "sgd"));
        }
        for (int m = 2; m <= 3; m++) {
            Map<String, String> often =
                    Map.of("diagnosisSteps", "3", "resetPeriodSteps", "30", "strength", "0.5");
            subjects.add(new ConformanceSubject("relearning", often, m, "sgd"));
            subjects.add(new ConformanceSubject("pmr", Map.of("window", "4"), m, "sgd"));
            Map<String, String> publishedPmr =
                    Map.of(
                            "window", "4",
                            "prototypes", "replay",
                            "coefficients", "switch",
                            "entropyWeight", "0.01");
            subjects.add(new ConformanceSubject("pmr", publishedPmr, m, "adamw"));
            Map<String, String> early = Map.of("warmUpSteps", "5", "revalueSteps", "1");
            subjects.add(new ConformanceSubject("sample-valuation", early, m, "sgd"));
            Map<String, String> byModality =
                    Map.of("level", "modality", "warmUpSteps", "5", "averageSteps", "4");
            subjects.add(new ConformanceSubject("sample-valuation", byModality, m, "adamw"));
        }
        for (int m = 2; m <= 3; m++) {
            Map<String, String> often =
                    Map.of(
                            "window", "3",
                            "beta", "0",
                            "sigma", "0.5",
                            "maxRotations", "5",
                            "guardSteps", "4",
                            "probes", "true");
            subjects.add(new ConformanceSubject("rollingq", often, m, "sgd", "attention"));
            subjects.add(new ConformanceSubject("rollingq+ogm-ge", often, m, "adamw", "attention"));
            Map<String, String> epochs =
                    Map.of("variant", "published", "window", "4", "beta", "0", "maxRotations", "9");
            subjects.add(new ConformanceSubject("rollingq", epochs, m, "sgd", "attention"));
            subjects.add(new ConformanceSubject("ogm-ge", Map.of(), m, "sgd", "attention"));
            Map<String, String> adapters =
                    Map.of("maps", "tokens,wq,wk,wv,wo", "keys", "tasks", "relianceSteps", "3");
            subjects.add(new ConformanceSubject("moka", adapters, m, "adamw", "attention"));
            subjects.add(new ConformanceSubject("moka+ogm-ge", Map.of(), m, "adamw", "attention"));
            subjects.add(new ConformanceSubject("rollingq+moka", often, m, "adamw", "attention"));
            subjects.add(
                    new ConformanceSubject(
                            "joint-with-unimodal-losses", Map.of(), m, "adamw", "attention"));
        }
        Map<String, String> published = Map.of("variant", "published", "window", "4");
        subjects.add(new ConformanceSubject("inforeg", published, 2, "sgd"));
        Map<String, String> heads = new HashMap<>(published);
        heads.put("unimodalHeads", "separate");
        subjects.add(new ConformanceSubject("inforeg", heads, 2, "sgd"));
        subjects.add(new ConformanceSubject("unimodal", Map.of("modality", "video"), 3, "sgd"));
        return subjects.stream();
    }
}
