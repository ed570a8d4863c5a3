/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.model.balancing.MethodState;
import org.junit.jupiter.api.Test;

class ResetBudgetTest {

    @Test
    void aPeriodHoldsAtMostTheNumberThatIsAskedFor() {
        ResetBudget budget = new ResetBudget(2, 100);
        budget.spend(10);
        budget.spend(50);
        assertThat(budget.allows(109)).isFalse();
        assertThat(budget.allows(110)).isTrue();
        budget.spend(110);
        assertThat(budget.allows(149)).isFalse();
        assertThat(budget.allows(150)).isTrue();
        assertThat(budget.spent()).isEqualTo(3);
    }

    @Test
    void aPeriodWithoutEndIsSpentOnce() {
        ResetBudget budget = new ResetBudget(1, 0);
        assertThat(budget.allows(1)).isTrue();
        budget.spend(1);
        assertThat(budget.allows(Long.MAX_VALUE)).isFalse();
        assertThat(new ResetBudget(0, 10).allows(1)).isFalse();
    }

    @Test
    void aRestoredBudgetIsAsSpent() {
        ResetBudget budget = new ResetBudget(2, 100);
        budget.spend(10);
        budget.spend(50);
        MethodState state = new MethodState();
        budget.writeState(state);
        ResetBudget restored = new ResetBudget(2, 100);
        restored.spend(7);
        restored.readState(state);
        assertThat(restored.allows(109)).isFalse();
        assertThat(restored.allows(110)).isTrue();
        assertThat(restored.spent()).isEqualTo(2);
    }
}
