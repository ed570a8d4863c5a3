/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.List;
import java.util.Set;

/**
 * Makes one kind of balancing method. Found by {@link java.util.ServiceLoader}: a method of your
 * own is a jar with this class, its name in {@code
 * META-INF/services/io.ambidex.model.balancing.BalancingMethodProvider}, and a public constructor
 * without arguments.
 */
public interface BalancingMethodProvider {

    /** What only one method of a chain can decide. */
    enum Exclusive {
        /** The passes of a step. */
        PASSES,
        /** How the gradients of several losses become one. */
        GRADIENTS,
        /** The fusion or the head. */
        NETWORK,
        /** The {@link UnimodalHeads} beside the network. */
        HEADS
    }

    /** Name as written in a configuration, lower case with hyphens. */
    String name();

    /** One sentence for the table of methods, with the paper's arXiv id. */
    String description();

    /** Where it acts. */
    SurveyStage stage();

    /** Its options, each with default, unit, limits and description. */
    default List<MethodOption<?>> options() {
        return List.of();
    }

    /** Fewest modalities it works with. */
    default int leastModalities() {
        return 1;
    }

    /** What it decides alone; two methods of a chain must not share any of these. */
    default Set<Exclusive> exclusive() {
        return Set.of();
    }

    /**
     * A new method.
     *
     * @throws IllegalArgumentException if options contradict each other
     */
    BalancingMethod create(MethodOptions options);
}
