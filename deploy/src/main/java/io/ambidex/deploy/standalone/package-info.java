/**
 * A Flink cluster of separate JVMs on this machine, started from a folder of Maven artefacts.
 *
 * <p>It does in Java what the shell scripts of a Flink distribution do, memory computation
 * included. That uses internal classes of Flink, which is why it stands apart from the job.
 */
package io.ambidex.deploy.standalone;
