/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.model.version.ModelVersion;
import java.util.Optional;

/** What the ledger says, and whether its ranges follow each other without gap or overlap. */
final class LedgerTally {
    private LedgerEntry last;
    private String firstBreak;
    private long entries;
    private long firstExample;

    void add(LedgerEntry entry) {
        if (firstBreak == null) {
            firstBreak = breakBetween(last, entry);
        }
        if (entries++ == 0) {
            firstExample = entry.getFirstExample();
        }
        last = entry;
    }

    long entries() {
        return entries;
    }

    /** Number of the first example of the first entry. */
    long firstExample() {
        return firstExample;
    }

    /** The newest entry; its totals are those of the whole run. */
    Optional<LedgerEntry> last() {
        return Optional.ofNullable(last);
    }

    /** Where the chain of ranges is broken, for a person; empty while it is whole. */
    Optional<String> firstBreak() {
        return Optional.ofNullable(firstBreak);
    }

    /** Labelled clips of which the ledger says that they are neither trained on nor scored. */
    long setAside() {
        return last == null ? 0 : last.getAmbiguous() + last.getExpired() + last.getHeldOut();
    }

    private static String breakBetween(LedgerEntry before, LedgerEntry entry) {
        String name = new ModelVersion(entry.getEpoch(), entry.getNumber()).toString();
        if (entry.getEndExample() < entry.getFirstExample()) {
            return name + " ends before it begins";
        }
        if (before == null) {
            return null;
        }
        if (entry.getFirstExample() != before.getEndExample()) {
            return name
                    + " begins at example "
                    + entry.getFirstExample()
                    + ", the one before ends at "
                    + before.getEndExample();
        }
        if (entry.getFirstStep() != before.getLastStep() + 1) {
            return name
                    + " begins at step "
                    + entry.getFirstStep()
                    + ", the one before ends at "
                    + before.getLastStep();
        }
        return null;
    }
}
