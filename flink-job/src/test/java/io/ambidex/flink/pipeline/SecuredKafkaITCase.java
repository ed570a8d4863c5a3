/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.AccessCheck;
import io.ambidex.connectors.kafka.RequiredAcl;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.cli.StartChecks;
import io.ambidex.flink.local.SecuredKafka;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.options.ConnectionOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job against a broker with TLS, SASL/SCRAM and the least ACLs. */
class SecuredKafkaITCase {

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final int SCENES = 40;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @TempDir static Path directory;
    private static SecuredKafka kafka;
    private static Topics topics;
    private static JobUnderTest job;
    private static List<RequiredAcl> acls;

    @BeforeAll
    static void broker() throws Exception {
        kafka = SecuredKafka.start(directory);
        topics = Topics.defaults().withPrefix("secured-");
        try (TopicAdmin admin = new TopicAdmin(kafka.administrator(), DEADLINE)) {
            admin.create(topics.all(), 1, 1, true);
        }
        job =
                new JobUnderTest(kafka.administrator(), "secured-job", topics, directory)
                        .with(ConnectionOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers())
                        .with(
                                ConnectionOptions.PROPERTIES,
                                kafka.clientProperties(SecuredKafka.PASSWORD));
        acls = StartChecks.requiredAcls(job.options());
        kafka.grant(acls);
    }

    @AfterAll
    static void closeBroker() {
        kafka.close();
    }

    @Test
    void theAclsThatAreListedAreAllItNeedsAndNoPasswordIsSeen(@InjectMiniCluster MiniCluster flink)
            throws Exception {
        try (CapturedLogs logs = CapturedLogs.ofEverything()) {
            await().atMost(DEADLINE).until(() -> missing().isEmpty());
            StartChecks.requireTopics(job.options());
            job.play(JobUnderTest.scenes(SCENES));
            JobClient running = job.start(null);
            job.awaitTrained(SCENES);
            assertThat(job.trained()).isEqualTo(SCENES);
            String pages = pages(flink.getRestAddress().get(), running);
            job.stop(running, true);

            assertThat(job.committed(TopicRole.PREDICTIONS, Prediction.class)).hasSize(SCENES);
            assertThat(pages).contains("Read secured-audio").doesNotContain(SecuredKafka.PASSWORD);
            assertThat(logs.text()).contains("SASL_SSL").doesNotContain(SecuredKafka.PASSWORD);
        }
    }

    @Test
    void withAnyOneOfThemTakenAwayTheStartFailsAndNamesOperationAndPlace() throws Exception {
        for (RequiredAcl acl : acls) {
            kafka.revoke(acl);
            try {
                await().atMost(DEADLINE).until(() -> !missing().isEmpty());
                Throwable refusal = catchThrowable(() -> StartChecks.requireTopics(job.options()));
                assertThat(refusal)
                        .as(acl.toString())
                        .hasMessageContaining(acl.operation().name())
                        .hasMessageContaining(acl.resource().name());
            } finally {
                kafka.grant(List.of(acl));
                await().atMost(DEADLINE).until(() -> missing().isEmpty());
            }
        }
    }

    @Test
    void aWrongPasswordIsRefusedWithoutShowingIt() {
        Configuration options = new Configuration(job.options());
        options.set(ConnectionOptions.PROPERTIES, kafka.clientProperties("not-the-password-55aa"));

        assertThatThrownBy(() -> StartChecks.requireTopics(options))
                .hasMessageContaining("does not know this user")
                .hasMessageContaining(kafka.bootstrapServers())
                .hasMessageNotContaining("not-the-password-55aa");
    }

    private static List<String> missing() throws Exception {
        try (AccessCheck access = new AccessCheck(kafka.user(), DEADLINE)) {
            return access.missing(acls);
        }
    }

    /** What Flink's REST interface, and with it the web page, shows of a job. */
    private static String pages(URI rest, JobClient running) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        StringBuilder text = new StringBuilder();
        for (String page :
                List.of(
                        "/jobs/" + running.getJobID(),
                        "/jobs/" + running.getJobID() + "/config",
                        "/jobs/" + running.getJobID() + "/plan",
                        "/jobs/" + running.getJobID() + "/exceptions",
                        "/jobs/" + running.getJobID() + "/metrics",
                        "/jobmanager/config",
                        "/jobmanager/environment",
                        "/jobmanager/metrics")) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(rest.resolve(page)).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(page).isEqualTo(200);
            text.append(response.body()).append('\n');
        }
        return text.toString();
    }
}
