/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;

/** Where the trainer's records go. */
interface TrainerOutput {

    void monitor(MonitorRecord record);

    void modelUpdate(ModelUpdate update);

    void ledger(LedgerEntry entry);

    void alert(Alert alert);

    /** A mini-batch that was trained on or scored. */
    void used(UsedBatch batch);
}
