/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.schema.MonitorRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One learner now.
 *
 * @param name main or shadow
 * @param method balancing method as configured
 * @param methodName the same in writing
 * @param step last step
 * @param sentence how balanced it is, or was last
 * @param tone the same as a word for the page's colours
 * @param accuracy learner score over the last examples, 0 to 1; null when unknown
 * @param serving serving score over the last examples, 0 to 1; null when unknown
 * @param modelAgeSteps steps the answering version is behind; null when unknown
 * @param modalities names of the modalities
 * @param modalityAccuracy learner score of each modality's split logits, 0 to 1
 */
record LearnerView(
        String name,
        String method,
        String methodName,
        long step,
        String sentence,
        String tone,
        Double accuracy,
        Double serving,
        Long modelAgeSteps,
        List<String> modalities,
        Map<String, Double> modalityAccuracy) {

    static LearnerView of(LearnerHistory learner) {
        MonitorRecord last = learner.last();
        BalanceFacts facts = learner.facts();
        Map<String, Double> accuracy = new TreeMap<>();
        last.getModalities()
                .forEach(
                        (modality, m) -> {
                            if (m.getPrequentialAccuracyWindowed() != null) {
                                accuracy.put(modality, m.getPrequentialAccuracyWindowed());
                            }
                        });
        return new LearnerView(
                facts.learner(),
                facts.method(),
                MethodNames.written(facts.method()),
                facts.step(),
                StateSentence.of(facts, null),
                StateSentence.tone(facts, null).word(),
                last.getPrequentialAccuracyWindowed(),
                last.getServingAccuracyWindowed(),
                last.getServedModelAgeSteps(),
                last.getModalities().keySet().stream().sorted().toList(),
                accuracy);
    }
}
