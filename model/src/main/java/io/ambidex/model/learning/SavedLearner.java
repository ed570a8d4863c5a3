/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.BaseModels;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sections of a saved learner in their order: what it is (network, method, optimizer, and the
 * digest of what adapters are put on), its method's options, its numbers, then the tensors of
 * network, optimizer and method, the state of the method, and the examples that were kept for it.
 * {@link LearnerState} has their bytes.
 */
final class SavedLearner {
    private static final String NETWORK = "network";
    private static final String METHOD = "method";
    private static final String OPTIMIZER = "optimizer";
    private static final String SEED = "seed";
    private static final String BASE = "base";

    private final LearnerParts parts;
    private final Progress progress;

    SavedLearner(LearnerParts parts, Progress progress) {
        this.parts = parts;
        this.progress = progress;
    }

    /** As {@link Learner#writeState} says. */
    void write(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        LearnerCore core = parts.core();
        MethodHost host = parts.host();
        LearnerState.writeHeader(data);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(NETWORK, core.network.spec().digest());
        texts.put(METHOD, host.name());
        texts.put(OPTIMIZER, parts.options().optimizer());
        if (core.base() != null) {
            texts.put(BASE, core.base().digest());
        }
        LearnerState.writeTexts(data, texts);
        LearnerState.writeTexts(data, host.options());
        Map<String, Long> numbers = progress.numbers();
        numbers.put(SEED, parts.options().seed());
        LearnerState.writeNumbers(data, numbers);
        LearnerState.writeTensors(data, byName(core.network.carried()));
        LearnerState.writeTensors(data, byName(core.optimizer.state()));
        LearnerState.writeTensors(data, byName(host.ownTensors()));
        MethodState state = new MethodState();
        host.method().writeState(state);
        LearnerState.writeTensors(data, state.allTensors());
        LearnerState.writeNumbers(data, state.allNumbers());
        LearnerState.writeExamples(data, state.allExamples());
        host.reservoirs().write(data);
        data.flush();
    }

    private static Map<String, NDArray> byName(NamedTensors tensors) {
        Map<String, NDArray> map = new LinkedHashMap<>();
        tensors.entries().forEach(e -> map.put(e.getKey(), e.getValue()));
        return map;
    }

    /** As {@link Learner#readState} says. */
    void read(InputStream in, BaseModels bases) throws IOException {
        DataInputStream data = new DataInputStream(in);
        LearnerState.readHeader(data);
        Map<String, String> texts = LearnerState.readTexts(data);
        Map<String, String> methodOptions = LearnerState.readTexts(data);
        Map<String, Long> numbers = LearnerState.readNumbers(data);
        try {
            parts.seed(LearnerState.number(numbers, SEED));
            reopen(texts, methodOptions);
            putOnBase(texts.get(BASE), bases);
            readTensors(data);
        } catch (IllegalArgumentException e) {
            throw new IOException("the state does not fit: " + e.getMessage(), e);
        }
        progress.read(numbers);
    }

    /** A method that is as it was opened, so that what it read before leaves no trace. */
    private void reopen(Map<String, String> texts, Map<String, String> methodOptions)
            throws IOException {
        requireSame(OPTIMIZER, parts.options().optimizer(), texts);
        String method = texts.get(METHOD);
        if (method == null) {
            throw new IOException("the state names no balancing method");
        }
        parts.changeMethod(method, methodOptions);
        requireSame(NETWORK, parts.core().network.spec().digest(), texts);
    }

    /** Adapters are saved without what they are put on. */
    private void putOnBase(String digest, BaseModels bases) throws IOException {
        LearnerCore core = parts.core();
        if (core.base() == null || core.base().digest().equals(digest)) {
            return;
        }
        try {
            core.load(bases.find(digest).tensors());
        } catch (BadModelVersionException e) {
            throw new IOException("the state cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireSame(String what, String own, Map<String, String> texts)
            throws IOException {
        if (!own.equals(texts.get(what))) {
            throw new IOException(
                    "the state is of the %s %s, this learner has %s"
                            .formatted(what, texts.get(what), own));
        }
    }

    private void readTensors(DataInputStream data) throws IOException {
        LearnerCore core = parts.core();
        MethodHost host = parts.host();
        try (NDManager manager = core.network.manager().newSubManager()) {
            core.network.loadCarried(LearnerState.readTensors(data, manager));
            core.optimizer.restore(LearnerState.readTensors(data, manager));
            NamedTensors own = host.ownTensors();
            NamedTensors saved = LearnerState.readTensors(data, manager);
            core.lists.copy(own.list(), saved.inOrderOf(own));
            host.method().readState(methodState(data, manager));
        }
        host.reservoirs().read(data);
    }

    private MethodState methodState(DataInputStream data, NDManager manager) throws IOException {
        MethodState state = new MethodState();
        NamedTensors tensors = LearnerState.readTensors(data, manager);
        tensors.entries().forEach(e -> state.put(e.getKey(), e.getValue()));
        LearnerState.readNumbers(data).forEach(state::put);
        int modalities = parts.configured().modalities().size();
        LearnerState.readExamples(data, modalities).forEach(state::put);
        return state;
    }
}
