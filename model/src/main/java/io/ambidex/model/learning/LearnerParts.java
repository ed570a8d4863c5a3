/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import java.util.Map;

/**
 * What a learner is made of now: options, core, and the balancing method opened on it. They change
 * together, for a method may want another network than the configured one.
 */
final class LearnerParts implements AutoCloseable {
    private final NetworkSpec configured;
    private LearnerOptions options;
    private LearnerCore core;
    private MethodHost host;

    private LearnerParts(
            NetworkSpec configured, LearnerOptions options, LearnerCore core, MethodHost host) {
        this.configured = configured;
        this.options = options;
        this.core = core;
        this.host = host;
    }

    /** As {@link Learner#create(NetworkSpec, LearnerOptions, Map, BalancingMethod)} says. */
    static LearnerParts create(
            NetworkSpec configured,
            LearnerOptions options,
            Map<String, HostTensor> initial,
            BalancingMethod method) {
        LearnerCore core = new LearnerCore(method.network(configured), options);
        try {
            core.load(initial);
            return new LearnerParts(configured, options, core, open(core, options, method));
        } catch (RuntimeException e) {
            core.close();
            throw e;
        }
    }

    private static MethodHost open(
            LearnerCore core, LearnerOptions options, BalancingMethod method) {
        return new MethodHost(
                options.method(),
                options.methodOptions(),
                method,
                core.network,
                options,
                core.lists);
    }

    /** The network that was asked for, before the method had its say. */
    NetworkSpec configured() {
        return configured;
    }

    LearnerOptions options() {
        return options;
    }

    LearnerCore core() {
        return core;
    }

    MethodHost host() {
        return host;
    }

    Evaluator evaluator() {
        return new Evaluator(core.network, core.kernel);
    }

    /** Takes over the seed of a saved learner. */
    void seed(long seed) {
        options = options.toBuilder().seed(seed).build();
    }

    /** As {@link Learner#changeMethod} says. */
    void changeMethod(String method, Map<String, String> methodOptions) {
        LearnerOptions changed = options.toBuilder().method(method, methodOptions).build();
        BalancingMethod next =
                BalancingMethods.create(method, methodOptions, configured.modalities().size());
        NetworkSpec wanted = next.network(configured);
        if (wanted.equals(core.network.spec())) {
            MethodHost opened = open(core, changed, next);
            core.optimizer.forget(host.ownParameters().names());
            host.close();
            host = opened;
        } else {
            move(wanted, changed, next);
        }
        options = changed;
    }

    /** Takes what fits to another network, and goes on there. */
    private void move(NetworkSpec wanted, LearnerOptions changed, BalancingMethod next) {
        LearnerCore other = new LearnerCore(wanted, changed);
        try {
            other.takeOver(core);
            MethodHost opened = open(other, changed, next);
            close();
            core = other;
            host = opened;
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    /** Frees the native memory. */
    @Override
    public void close() {
        host.close();
        core.close();
    }
}
