/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import org.apache.flink.util.OutputTag;

/** The side outputs of the operators. */
public final class SideOutputs {
    /** Inputs that could not be used. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", RecordTypes.DEAD_LETTER);

    /** What a person should know. */
    public static final OutputTag<Alert> ALERTS = new OutputTag<>("alerts", RecordTypes.ALERT);

    /** One prediction per clip. */
    public static final OutputTag<Prediction> PREDICTIONS =
            new OutputTag<>("predictions", RecordTypes.PREDICTION);

    /** Published model versions. */
    public static final OutputTag<ModelUpdate> MODEL_UPDATES =
            new OutputTag<>("model-updates", RecordTypes.MODEL_UPDATE);

    /** Which examples each version learned from. */
    public static final OutputTag<LedgerEntry> LEDGER =
            new OutputTag<>("ledger", RecordTypes.LEDGER_ENTRY);

    private SideOutputs() {}
}
