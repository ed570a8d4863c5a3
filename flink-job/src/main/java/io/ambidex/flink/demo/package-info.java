/**
 * The main job on one machine: a broker, an embedded cluster, the job, a player, and a checker that
 * reads what the job has written and says whether it kept its promises.
 *
 * <p>The checker believes nothing that the job says about itself: it knows what was played from the
 * player, and what came out from the output topics, read with {@code read_committed}.
 */
package io.ambidex.flink.demo;
