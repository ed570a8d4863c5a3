/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

/** A provider whose name, stage and description are known when it is written. */
public abstract class AbstractMethodProvider implements BalancingMethodProvider {
    private final String name;
    private final SurveyStage stage;
    private final String description;

    /**
     * @param name as written in a configuration, lower case with hyphens
     * @param stage where the method acts
     * @param description one sentence for the table of methods, with the paper's arXiv id
     */
    protected AbstractMethodProvider(String name, SurveyStage stage, String description) {
        this.name = name;
        this.stage = stage;
        this.description = description;
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
}
