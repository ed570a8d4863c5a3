/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void theInnermostCauseIsTold() {
        Exception cause = new IllegalArgumentException("batch size must be 1 or more, but is 0");
        Exception failure =
                new IllegalStateException(
                        "Job execution failed.", new ExecutionException("step 7 failed", cause));
        assertThat(Failures.describe(failure)).isEqualTo("batch size must be 1 or more, but is 0");
    }

    @Test
    void whatWrapsACauseIsToldWhenItSaysTheSameAndMore() {
        Exception cause = new IllegalArgumentException("the smallest is 8");
        Exception told = new IOException("network: " + cause.getMessage(), cause);
        assertThat(Failures.describe(new ExecutionException(told)))
                .isEqualTo("network: the smallest is 8");
    }

    @Test
    void whichArgumentIsWrongIsToldRatherThanWhy() {
        Exception why = new NumberFormatException("For input string: \"4x\"");
        Exception which = new IllegalArgumentException("alpha must be 0 to 1, was '4x'", why);
        assertThat(Failures.describe(new ExecutionException("step 7 failed", which)))
                .isEqualTo("alpha must be 0 to 1, was '4x'");
    }

    @Test
    void aMessageThatJavaHasMadeOfTheCauseSaysNothingMore() {
        Exception failure = new RuntimeException(new IllegalStateException("too late for that"));
        assertThat(failure).hasMessage("java.lang.IllegalStateException: too late for that");
        assertThat(Failures.describe(failure)).isEqualTo("too late for that");
    }

    @Test
    void aCauseOfOneWordIsToldBehindWhatWrapsIt() {
        Exception cause = new ClassNotFoundException("org.example.Method");
        assertThat(Failures.describe(new IOException("the state cannot be read", cause)))
                .isEqualTo("the state cannot be read: org.example.Method");
        assertThat(Failures.describe(cause))
                .isEqualTo("ClassNotFoundException: org.example.Method");
    }

    @Test
    void aCauseWithoutAMessageLeavesTheWordToWhatWrapsIt() {
        assertThat(Failures.describe(new IOException("the state ends early", new EOFException())))
                .isEqualTo("the state ends early");
        assertThat(Failures.describe(new EOFException())).isEqualTo("EOFException");
    }

    @Test
    void onlyTheFirstLineIsTold() {
        assertThat(Failures.describe(new IOException("no room left\n\tat some place")))
                .isEqualTo("no room left");
    }

    @Test
    void filesAndHostsThatAreNotThereAreNamed() {
        Exception missing = new NoSuchFileException("a.yaml");
        assertThat(Failures.describe(new IOException("cannot read: " + missing, missing)))
                .isEqualTo("no such file: a.yaml");
        assertThat(Failures.describe(new UnknownHostException("broker")))
                .isEqualTo("unknown host: broker");
        assertThat(Failures.describe(new ConnectException())).isEqualTo("nobody answers");
    }

    @Test
    void aFailureWrittenForTheUserIsToldAsItIs() {
        Exception failure =
                CommandException.failed(
                        "no cluster answers at a:1", new ConnectException("refused"));
        assertThat(Failures.describe(new ExecutionException(failure)))
                .isEqualTo("no cluster answers at a:1");
    }

    @Test
    void aCommandThatAUserEndsSaysSo() {
        assertThat(Failures.describe(new InterruptedException("sleep interrupted")))
                .isEqualTo("interrupted");
    }
}
