/** Hands alerts on to people's tools. */
package io.ambidex.flink.alerting;
