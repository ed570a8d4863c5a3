/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.flink.options.InvalidOptionException;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Watches the learner for drift and responds to it, with thresholds and actions that may be changed
 * between two steps. What was changed is part of the state: after a restore it goes before what is
 * configured.
 */
public final class DriftDesk {

    private final DriftSettings configured;
    private final List<String> modalities;
    private final DriftResponse response;
    private final Map<String, String> changes = new TreeMap<>();
    private DriftWatch watch;

    /**
     * @param configured what is configured
     * @param modalities names in the network's order
     * @param learner the learner that is watched
     * @param outlet takes what is not for the learner
     */
    public DriftDesk(
            DriftSettings configured,
            List<String> modalities,
            Learner learner,
            DriftResponse.Outlet outlet) {
        this.configured = configured;
        this.modalities = List.copyOf(modalities);
        this.watch = new DriftWatch(configured, modalities);
        this.response = new DriftResponse(configured.response(), learner, outlet);
    }

    /**
     * Takes what a step told, and responds.
     *
     * @param streamIds of the fresh examples, in their order
     */
    public void after(StepReport report, List<String> streamIds) throws IOException {
        response.to(watch.after(report, streamIds));
    }

    /**
     * What the options would be with further changes; changes nothing itself.
     *
     * @param further value by option key; an empty one takes back what was changed before
     * @throws InvalidOptionException if a key is unknown or a value is outside its limits
     */
    public DriftSettings check(Map<String, String> further) {
        return configured.with(merged(further));
    }

    /**
     * Changes options from the next step on. Detectors keep what they have seen, unless other
     * signals are watched or by other detectors; what a response has begun goes on as it began.
     *
     * @param further as for {@link #check}
     * @throws InvalidOptionException as {@link #check}; then nothing has changed
     */
    public void change(Map<String, String> further) {
        Map<String, String> all = merged(further);
        DriftSettings settings = configured.with(all);
        changes.clear();
        changes.putAll(all);
        apply(settings, state(watch));
    }

    /** Drifts found so far. */
    public long found() {
        return response.found();
    }

    private Map<String, String> merged(Map<String, String> further) {
        Map<String, String> all = new TreeMap<>(changes);
        further.forEach(
                (key, value) -> {
                    DriftSettings.requireKnown(key);
                    if (value.isBlank()) {
                        all.remove(key);
                    } else {
                        all.put(key, value);
                    }
                });
        return all;
    }

    private void apply(DriftSettings settings, byte[] seen) {
        watch = new DriftWatch(settings, modalities);
        response.use(settings.response());
        try {
            watch.read(new DataInputStream(new ByteArrayInputStream(seen)));
        } catch (IOException e) {
            throw new UncheckedIOException("a state that was just written cannot be read", e);
        }
    }

    private static byte[] state(DriftWatch watch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            watch.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    /** Writes everything that later answers depend on. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(changes.size());
        for (Map.Entry<String, String> change : changes.entrySet()) {
            out.writeUTF(change.getKey());
            out.writeUTF(change.getValue());
        }
        watch.write(out);
        response.write(out);
    }

    /**
     * Takes over what {@link #write} wrote.
     *
     * @throws IOException if it is damaged, or holds a change that the options no longer allow
     */
    public void read(DataInputStream in) throws IOException {
        changes.clear();
        for (int left = in.readInt(); left > 0; left--) {
            changes.put(in.readUTF(), in.readUTF());
        }
        try {
            DriftSettings settings = configured.with(changes);
            watch = new DriftWatch(settings, modalities);
            response.use(settings.response());
        } catch (InvalidOptionException e) {
            throw new IOException("the state holds a change of the drift watch that fails", e);
        }
        readUnchanged(in);
    }

    /** Takes over a state of the time when nothing could be changed. */
    public void readUnchanged(DataInputStream in) throws IOException {
        watch.read(in);
        response.read(in);
    }
}
