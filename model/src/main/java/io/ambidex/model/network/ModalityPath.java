/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.frontend.FrameNormalization;
import io.ambidex.model.frontend.FrontEnd;
import io.ambidex.model.frontend.LogMel;
import io.ambidex.model.frontend.MelFilters;
import io.ambidex.model.frontend.ReadyValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The way of one modality from raw media to features: front end, then encoder. */
final class ModalityPath implements AutoCloseable {

    private final ModalitySpec spec;
    private final NDManager manager;
    private final FrontEnd frontEnd;
    private final Encoder encoder;
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);

    ModalityPath(ModalitySpec spec, TensorFactory factory, int cuts) {
        this.spec = spec;
        this.manager = factory.manager();
        this.encoder = Encoders.create(spec, factory, cuts);
        this.frontEnd = frontEnd(spec.input(), factory.manager(), factory.type());
    }

    ModalitySpec spec() {
        return spec;
    }

    Encoder encoder() {
        return encoder;
    }

    ModalityInput prepare(NDManager owner, List<byte[]> media) {
        List<byte[]> present = new ArrayList<>();
        long[] rows = new long[media.size()];
        for (int row = 0; row < media.size(); row++) {
            byte[] bytes = media.get(row);
            if (bytes != null && bytes.length > 0) {
                requireSize(bytes, row);
                rows[present.size()] = row;
                present.add(bytes);
            }
        }
        if (present.isEmpty()) {
            return new ModalityInput(null, null, media.size());
        }
        boolean complete = present.size() == media.size();
        return new ModalityInput(
                values(owner, present),
                complete ? null : owner.create(Arrays.copyOf(rows, present.size())),
                media.size());
    }

    private void requireSize(byte[] bytes, int row) {
        int expected = spec.input().rawBytes();
        if (bytes.length != expected) {
            throw new IllegalArgumentException(
                    "clip "
                            + row
                            + " of the batch has "
                            + bytes.length
                            + " bytes of '"
                            + spec.name()
                            + "', not "
                            + expected);
        }
    }

    private NDArray values(NDManager owner, List<byte[]> present) {
        int clip = spec.input().rawBytes();
        int size = Math.multiplyExact(clip, present.size());
        if (staging.capacity() < size) {
            // Kept and used again: a direct buffer per step would only be freed by the collector.
            staging = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        }
        staging.clear();
        present.forEach(staging::put);
        staging.flip();
        try (StepScope scope = StepScope.open(manager)) {
            NDArray values = frontEnd.apply(scope.manager(), staging, present.size());
            return scope.keep(values, owner);
        }
    }

    private static FrontEnd frontEnd(InputSpec input, NDManager manager, DataType type) {
        if (input instanceof AudioInput audio) {
            return new LogMel(
                    manager,
                    type,
                    audio.windowSamples(),
                    audio.hopSamples(),
                    new MelFilters(audio.sampleRate(), audio.windowSamples(), audio.melBands()),
                    audio.mean(),
                    audio.standardDeviation());
        }
        if (input instanceof VideoInput video) {
            return new FrameNormalization(
                    manager,
                    type,
                    new long[] {video.frames(), video.height(), video.width(), video.channels()},
                    video.mean(),
                    video.standardDeviation());
        }
        return new ReadyValues(type, input.encoderShape());
    }

    @Override
    public void close() {
        encoder.close();
        frontEnd.close();
    }
}
