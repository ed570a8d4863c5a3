/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.pairing.PairingFunction;
import io.ambidex.flink.pairing.PairingOptions;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Pairs media into clips. Where labels make no windows their input carries nothing and ends at
 * once, with the largest watermark: the operator's time is then that of the media alone. Otherwise
 * it would jump to its end while all media is idle, and what came later would be late.
 */
final class PairOperator extends KeyedCoProcessOperator<String, MediaSample, LabelRecord, Clip> {

    private static final long serialVersionUID = 1L;

    private final boolean hasLabels;

    PairOperator(PairingOptions options, boolean hasLabels) {
        super(new PairingFunction(options));
        this.hasLabels = hasLabels;
    }

    @Override
    public void open() throws Exception {
        super.open();
        if (!hasLabels) {
            processWatermarkStatus2(WatermarkStatus.IDLE);
        }
    }

    @Override
    public void processWatermark2(Watermark mark) throws Exception {
        if (hasLabels) {
            super.processWatermark2(mark);
        }
    }
}
