/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.mutation;

import io.ambidex.connectors.kafka.RawHeader;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;

/** One way to spoil a valid record. What a job must do with the result is known beforehand. */
enum Damage {
    /** A strict prefix of the bytes. */
    TRUNCATED(Verdict.REFUSED) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            byte[] whole = RecordCodec.encode(record);
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
    },
    /** One to eight bits anywhere: a sample of sound may only be another one. */
    BITS_FLIPPED(Verdict.ANY) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            byte[] bytes = RecordCodec.encode(record);
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return bytes;
        }
    },
    /** The two bytes that every record begins with are others. */
    WRONG_MAGIC(Verdict.REFUSED) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            byte[] bytes = RecordCodec.encode(record);
            bytes[random.nextInt(2)] ^= (byte) (1 + random.nextInt(255));
            return bytes;
        }
    },
    /** A fingerprint that no schema has, and no header that tells the record's name. */
    UNKNOWN_SCHEMA(Verdict.REFUSED) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            byte[] bytes = RecordCodec.encode(record);
            ByteBuffer.wrap(bytes).putLong(2, random.nextLong());
            return bytes;
        }

        @Override
        List<RawHeader> headers(SpecificRecord record) {
            return List.of();
        }
    },
    /** Bytes that were never a record. */
    GARBAGE(Verdict.REFUSED) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            byte[] bytes = new byte[random.nextInt(4_096)];
            random.nextBytes(bytes);
            return bytes;
        }

        @Override
        List<RawHeader> headers(SpecificRecord record) {
            return List.of();
        }
    },
    /** The first length in the record says more than there is, up to two gigabytes. */
    LENGTH_LIES(Verdict.REFUSED) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            byte[] bytes = RecordCodec.encode(record);
            int magicAndFingerprint = 10;
            byte[] lie = {-2, -1, -1, -1, 15}; // Integer.MAX_VALUE as a zigzag varint
            byte[] lying = Arrays.copyOf(bytes, bytes.length + lie.length - 1);
            System.arraycopy(lie, 0, lying, magicAndFingerprint, lie.length);
            System.arraycopy(
                    bytes,
                    magicAndFingerprint + 1,
                    lying,
                    magicAndFingerprint + lie.length,
                    bytes.length - magicAndFingerprint - 1);
            return lying;
        }
    },
    /** An event time before 1970 or after the year 9999. */
    TIME_BEYOND_ALL(Verdict.REFUSED) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            long time = random.nextBoolean() ? -1 - random.nextInt(1 << 30) : Long.MAX_VALUE / 2;
            return RecordCodec.encode(at(record, time));
        }
    },
    /** An event time years ahead of the Kafka timestamp. */
    TIME_FAR_AHEAD(Verdict.REFUSED) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            long decade = 315_360_000_000L;
            return RecordCodec.encode(at(record, time(record) + decade + random.nextInt(1 << 30)));
        }
    },
    /** A payload that is cut, of another format than it says, or of impossible size. */
    PAYLOAD(Verdict.REFUSED) {
        @Override
        byte[] value(SpecificRecord record, SplittableRandom random) {
            return RecordCodec.encode(Payloads.spoil(record, random));
        }
    };

    /** What must come of it. */
    enum Verdict {
        /** A dead letter with the same bytes. */
        REFUSED,
        /** Either that, or use: the bytes may still be a valid record. */
        ANY
    }

    private final Verdict verdict;

    Damage(Verdict verdict) {
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }

    /** The spoiled bytes. */
    abstract byte[] value(SpecificRecord record, SplittableRandom random);

    /** The headers that go with them. */
    List<RawHeader> headers(SpecificRecord record) {
        byte[] name = RecordCodec.name(record).getBytes(StandardCharsets.UTF_8);
        return List.of(new RawHeader(RecordCodec.HEADER, name));
    }

    /** The spoiled record as a source would hand it over. */
    RawRecord spoil(SpecificRecord record, String topic, SplittableRandom random) {
        return new RawRecord(
                topic,
                0,
                0,
                time(record),
                "mutant".getBytes(StandardCharsets.UTF_8),
                value(record, random),
                headers(record));
    }

    static long time(SpecificRecord record) {
        if (record instanceof AudioChunk chunk) {
            return chunk.getStartMillis();
        }
        return record instanceof VideoFrame frame
                ? frame.getTimestampMillis()
                : ((Label) record).getKnownAtMillis();
    }

    private static SpecificRecord at(SpecificRecord record, long time) {
        if (record instanceof AudioChunk chunk) {
            return AudioChunk.newBuilder(chunk).setStartMillis(time).build();
        }
        return record instanceof VideoFrame frame
                ? VideoFrame.newBuilder(frame).setTimestampMillis(time).build()
                : Label.newBuilder((Label) record).setKnownAtMillis(time).build();
    }
}
