/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.kafka.KafkaConnection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes several streams side by side, in the order of their event times, to the input topics.
 *
 * <pre>{@code
 * try (MediaPlayer player = MediaPlayer.connect(
 *         kafka, PlayerTopics.DEFAULT, PlayerOptions.DEFAULT, FlowControl.UNLIMITED)) {
 *     PlayerReport report = player.play(simulator.streams());
 * }
 * }</pre>
 *
 * <p>The key is the stream id, so a stream stays in one partition of every topic. Partitions that
 * have nothing to say get heartbeats, so that they do not hold event time back, and at the end
 * every partition gets an end record past the horizon.
 */
public final class MediaPlayer implements AutoCloseable {
    private final InputPublisher publisher;
    private final PlayerOptions options;
    private final Pacing pacing;
    private final PlayerClock clock;
    private volatile boolean cancelled;

    /**
     * @param producer a producer of bytes; closed with the player
     * @param topics the input topics; they must exist
     * @param options speed, lead, margins
     * @param flow how far the job is
     * @param clock the clock of pacing
     */
    public MediaPlayer(
            Producer<byte[], byte[]> producer,
            PlayerTopics topics,
            PlayerOptions options,
            FlowControl flow,
            PlayerClock clock) {
        this.publisher = new InputPublisher(producer, topics);
        this.options = options;
        this.clock = clock;
        this.pacing = new Pacing(options, flow, clock);
    }

    /**
     * Connects to a broker with an idempotent producer that waits for all replicas.
     *
     * @param kafka bootstrap servers and security
     * @param topics the input topics; they must exist
     * @param options speed, lead, margins
     * @param flow how far the job is
     */
    public static MediaPlayer connect(
            KafkaConnection kafka, PlayerTopics topics, PlayerOptions options, FlowControl flow) {
        return connect(kafka, topics, options, flow, PlayerClock.SYSTEM);
    }

    /**
     * As {@link #connect(KafkaConnection, PlayerTopics, PlayerOptions, FlowControl)}.
     *
     * @param clock the clock of pacing: one that runs faster for a while plays a burst
     */
    public static MediaPlayer connect(
            KafkaConnection kafka,
            PlayerTopics topics,
            PlayerOptions options,
            FlowControl flow,
            PlayerClock clock) {
        Properties properties = kafka.properties();
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        // JPEG does not shrink any further and PCM hardly: compression would only cost time.
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "5");
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 << 10));
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(8 << 20));
        ByteArraySerializer serializer = new ByteArraySerializer();
        return new MediaPlayer(
                new KafkaProducer<>(properties, serializer, serializer),
                topics,
                options,
                flow,
                clock);
    }

    /** As {@link #play(List, Consumer)} without progress. */
    public PlayerReport play(List<? extends PlayedStream> streams) {
        return play(streams, report -> {});
    }

    /**
     * Plays to the end, or until {@link #cancel} or an interruption of the calling thread.
     *
     * @param streams the streams; their stream ids differ; closed at the end
     * @param progress called about twice a second from the calling thread
     * @return the final counts; {@code ended} is false when the run was cut short
     * @throws org.apache.kafka.common.KafkaException when a record could not be published
     */
    public PlayerReport play(
            List<? extends PlayedStream> streams, Consumer<PlayerReport> progress) {
        long distinct = streams.stream().map(PlayedStream::streamId).distinct().count();
        if (distinct != streams.size()) {
            throw new IllegalArgumentException(
                    streams.size() + " streams need as many stream ids, but have " + distinct);
        }
        Progress reporter =
                new Progress(
                        clock, () -> progress.accept(publisher.report(counts(streams), false)));
        try {
            boolean whole = publishMerged(streams, reporter);
            if (whole) {
                publishEnd();
            }
            PlayerReport report = publisher.report(counts(streams), whole);
            progress.accept(report);
            return report;
        } finally {
            streams.forEach(PlayedStream::close);
        }
    }

    private void publishEnd() {
        if (publisher.hasRecords()) {
            publisher.publishEnd(publisher.lastEventMillis() + options.endMargin().toMillis());
        }
        publisher.flush();
    }

    /** Ends {@link #play} soon, without end records; may be called from any thread. */
    public void cancel() {
        cancelled = true;
    }

    /** Cancels and closes the producer; records already handed over are still sent. */
    @Override
    public void close() {
        cancel();
        publisher.close();
    }

    /** Publishes all records; false when the run was cut short. */
    private boolean publishMerged(List<? extends PlayedStream> streams, Progress progress) {
        PriorityQueue<Head> heads = new PriorityQueue<>(Head.ORDER);
        streams.forEach(stream -> advance(stream, heads));
        if (!heads.isEmpty()) {
            publisher.begin(heads.peek().record.eventTimeMillis());
        }
        while (!heads.isEmpty()) {
            Head head = heads.poll();
            long time = head.record.eventTimeMillis();
            while (!pacing.mayPublish(time) && !stopped()) {
                pacing.pause(time);
                progress.report();
            }
            if (stopped()) {
                return false;
            }
            publisher.publishHeartbeats(time, options.heartbeat().toMillis());
            publisher.publish(head.record);
            advance(head.stream, heads);
            progress.report();
        }
        return !stopped();
    }

    private boolean stopped() {
        return cancelled || Thread.currentThread().isInterrupted();
    }

    private static void advance(PlayedStream stream, PriorityQueue<Head> heads) {
        if (stream.hasNext()) {
            heads.add(new Head(stream, stream.next()));
        }
    }

    private static PlayedCounts counts(List<? extends PlayedStream> streams) {
        return streams.stream()
                .map(PlayedStream::counts)
                .reduce(PlayedCounts.NONE, PlayedCounts::plus);
    }

    /** The next record of one stream. */
    private record Head(PlayedStream stream, PlayedRecord record) {
        static final Comparator<Head> ORDER =
                Comparator.<Head>comparingLong(h -> h.record.eventTimeMillis())
                        .thenComparing(h -> h.record.streamId())
                        .thenComparing(h -> h.record.input());
    }
}
