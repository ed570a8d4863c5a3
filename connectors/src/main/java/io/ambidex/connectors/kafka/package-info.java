/**
 * The way into Kafka and out of it.
 *
 * <h2>Wire format</h2>
 *
 * <p>A record is an Avro record of {@code io.ambidex.connectors.schema} in Avro's single-object
 * encoding: the marker {@code C3 01}, the fingerprint of the writer's schema (CRC-64-AVRO of its
 * parsing canonical form, 8 bytes, little-endian), the binary data. The Kafka header {@code
 * ambidex-record} holds the record's simple name. No registry server is needed. Records of several
 * types may share a topic ({@link io.ambidex.connectors.kafka.TopicRole}); the fingerprint tells
 * them apart. The key is the UTF-8 stream id for inputs (any key for {@code Heartbeat} and {@code
 * EndOfInput}), and what the schema's description names for outputs.
 *
 * <h2>Evolution</h2>
 *
 * <ul>
 *   <li>A field is only ever appended at the end of a top-level record, and has a default. Nothing
 *       is removed, renamed, moved or given another type; nested records and enums do not change.
 *   <li>A newer reader knows the schemas of former releases ({@code history/} beside this package)
 *       and gives what an older writer did not say its default.
 *   <li>An older reader that meets a fingerprint it does not know, and a header with a name that it
 *       knows, reads the fields it knows and leaves what follows.
 *   <li>Without such a header, a record with an unknown fingerprint is refused, as is whatever is
 *       not a whole record and nothing else.
 * </ul>
 *
 * <h2>Time</h2>
 *
 * <p>{@link io.ambidex.connectors.kafka.EventTimes} names the event time of each input. A source
 * emits {@link io.ambidex.connectors.kafka.RawRecord}s with the event time as Flink's timestamp,
 * {@link java.lang.Long#MIN_VALUE} where the record is refused: it never moves time. The same
 * {@link io.ambidex.connectors.kafka.InputDecoder} then decodes them downstream, and what it
 * refuses becomes a dead letter, byte for byte.
 *
 * <p>The Kafka timestamp does not count as event time. A producer that writes the event time there
 * too lets {@link io.ambidex.connectors.kafka.RecordLimits} tell a time stamp from the far future;
 * but Kafka deletes by that timestamp, so that such a topic must keep its records for ever ({@link
 * io.ambidex.connectors.kafka.TopicSetting}), or old recordings are gone as soon as they are
 * written.
 *
 * <h2>Delivery</h2>
 *
 * <p>Sources read committed records only. All outputs go through one sink ({@link
 * io.ambidex.connectors.kafka.KafkaOutputs}), so that predictions, monitor records, model updates,
 * ledger and dead letters of one checkpoint become visible together or not at all.
 */
package io.ambidex.connectors.kafka;
