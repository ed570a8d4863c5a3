/** Which examples each model version learned from: numbers, hashes, offsets and totals. */
package io.ambidex.flink.training.ledger;
