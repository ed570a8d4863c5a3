/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.List;

/** A provider that is told once what it has to say of its method. */
public abstract class AbstractMethodProvider implements BalancingMethodProvider {
    private final String name;
    private final SurveyStage stage;
    private final String description;
    private final List<MethodOption<?>> options;
    private final int leastModalities;

    /**
     * A method without options that works with one modality.
     *
     * @param name as written in a configuration, lower case with hyphens
     * @param stage where the method acts
     * @param description one sentence for the table of methods, with the paper's arXiv id
     */
    protected AbstractMethodProvider(String name, SurveyStage stage, String description) {
        this(name, stage, description, List.of(), 1);
    }

    /**
     * @param name as written in a configuration, lower case with hyphens
     * @param stage where the method acts
     * @param description one sentence for the table of methods, with the paper's arXiv id
     * @param options each with default, unit, limits and description
     * @param leastModalities fewest modalities that the method works with, 1 or more
     */
    protected AbstractMethodProvider(
            String name,
            SurveyStage stage,
            String description,
            List<MethodOption<?>> options,
            int leastModalities) {
        this.name = name;
        this.stage = stage;
        this.description = description;
        this.options = List.copyOf(options);
        this.leastModalities = leastModalities;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final SurveyStage stage() {
        return stage;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final List<MethodOption<?>> options() {
        return options;
    }

    @Override
    public final int leastModalities() {
        return leastModalities;
    }
}
