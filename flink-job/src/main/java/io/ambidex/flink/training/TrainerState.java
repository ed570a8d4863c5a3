/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.flink.training.ledger.Ledger;
import io.ambidex.flink.training.version.ContentFiles;
import io.ambidex.model.learning.Learner;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The trainer's whole state as bytes: format (4 bytes), ledger, scores, published versions,
 * commands, the examples that wait, what drift is seen by, and last the learner.
 */
final class TrainerState {

    private static final int FORMAT = 4;

    /** As 4, but for what was changed in the drift watch. */
    private static final int WITHOUT_DRIFT_CHANGES = 3;

    static void write(Trainer trainer, OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(FORMAT);
        trainer.ledger.write(out);
        trainer.scores.write(out);
        trainer.publisher.write(out);
        trainer.publishedSteps.write(out);
        out.writeLong(trainer.lastPublishedStep);
        trainer.order.write(out);
        trainer.drift.write(out);
        // The learner's state only names what its adapters are put on.
        trainer.publisher.bases().keep(trainer.learner);
        trainer.learner.writeState(out);
        out.flush();
    }

    /**
     * Reads what {@link #write} wrote into a fresh trainer.
     *
     * @throws IOException if it is another format, damaged, or of another network
     */
    static void read(Trainer trainer, InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int format = checkedFormat(in.readInt());
        trainer.ledger = Ledger.read(in);
        trainer.scores.read(in);
        trainer.publisher.read(in);
        trainer.publishedSteps.read(in);
        trainer.lastPublishedStep = in.readLong();
        trainer.order.read(in);
        if (format == WITHOUT_DRIFT_CHANGES) {
            trainer.drift.readUnchanged(in);
        } else {
            trainer.drift.read(in);
        }
        trainer.learner.readState(in, trainer.publisher.bases());
    }

    private static int checkedFormat(int format) throws IOException {
        if (format > FORMAT) {
            throw new IOException(
                    "the trainer's state has format %d, the highest known is %d: a later version wrote it"
                            .formatted(format, FORMAT));
        }
        if (format < WITHOUT_DRIFT_CHANGES) {
            throw new IOException(
                    "the trainer's state has format %d, the lowest known is %d"
                            .formatted(format, WITHOUT_DRIFT_CHANGES));
        }
        return format;
    }

    /** {@code sha256:HEX} over the learner's part: two learners that have it learn the same on. */
    static String digest(Learner learner) throws IOException {
        MessageDigest sha256 = ContentFiles.sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            learner.writeState(out);
        }
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    private TrainerState() {}
}
