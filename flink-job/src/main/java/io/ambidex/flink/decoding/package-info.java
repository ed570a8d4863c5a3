/**
 * From Kafka records as they came to samples, labels, commands and model updates; what cannot be
 * used leaves by a side output as a dead letter.
 */
package io.ambidex.flink.decoding;
