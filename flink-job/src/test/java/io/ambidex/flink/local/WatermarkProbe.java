/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Hands everything on and tells the test, in the same JVM, which watermark it has seen last. */
final class WatermarkProbe<T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<T, T> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Long> SEEN = new ConcurrentHashMap<>();

    private final String name;

    WatermarkProbe(String name) {
        this.name = name;
    }

    /** The last watermark that the probe of this name has seen. */
    static long seen(String name) {
        return SEEN.getOrDefault(name, Long.MIN_VALUE);
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        output.collect(element);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        SEEN.put(name, mark.getTimestamp());
        super.processWatermark(mark);
    }
}
