/** The builder for a user's own job, and the ready job from options. */
package io.ambidex.flink.pipeline;
