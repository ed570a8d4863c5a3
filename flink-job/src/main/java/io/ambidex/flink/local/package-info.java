/**
 * What a machine without a cluster needs: a real Kafka broker inside this JVM. Its classes come
 * from Kafka's server, which the job's jar does not carry.
 */
package io.ambidex.flink.local;
