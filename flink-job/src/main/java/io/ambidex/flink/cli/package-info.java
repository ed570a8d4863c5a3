/**
 * The {@code ambidex} command: runs and checks jobs, makes topics, shows options and starts the
 * demo.
 *
 * <p>Every command ends with one of the exit statuses of {@link io.ambidex.flink.cli.ExitStatus},
 * and says in one line what went wrong; {@code --verbose} adds the stack trace.
 */
package io.ambidex.flink.cli;
