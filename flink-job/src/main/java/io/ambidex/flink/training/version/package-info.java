/** Files named by their digest, and the publication of model versions. */
package io.ambidex.flink.training.version;
