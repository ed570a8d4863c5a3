/** What the operators tell the outside: records, side outputs, metrics and alerts. */
package io.ambidex.flink.monitoring;
