/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.cli.CommandException;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which methods can be compared on a network: each is opened once, so that what is wrong with it is
 * said before anything is played.
 *
 * @param methods those that work
 * @param leftOut why others of the whole list do not, by name
 */
record MethodCheck(List<MethodSpec> methods, Map<String, String> leftOut) {

    /**
     * Tries all methods.
     *
     * @param wanted what the user has named; none for every registered method
     * @param initial weights to begin with; null for those of the seed
     * @throws CommandException if one that was named does not work
     */
    static MethodCheck of(
            List<MethodSpec> wanted,
            NetworkSpec network,
            LearnerOptions learner,
            WeightsFile initial) {
        Map<String, HostTensor> weights = read(initial);
        List<MethodSpec> methods = new ArrayList<>();
        Map<String, String> leftOut = new TreeMap<>();
        for (MethodSpec method : wanted.isEmpty() ? MethodSpec.all() : wanted) {
            LearnerOptions options =
                    learner.toBuilder().method(method.method(), method.options()).build();
            try (Learner opened = Learner.create(network, options, weights)) {
                methods.add(method);
            } catch (IllegalArgumentException e) {
                if (!wanted.isEmpty()) {
                    throw CommandException.usage(e.getMessage());
                }
                leftOut.put(method.method(), e.getMessage());
            }
        }
        return new MethodCheck(methods, leftOut);
    }

    private static Map<String, HostTensor> read(WeightsFile initial) {
        try {
            return WeightsFile.read(initial);
        } catch (BadModelVersionException e) {
            throw CommandException.usage(e.getMessage());
        }
    }
}
