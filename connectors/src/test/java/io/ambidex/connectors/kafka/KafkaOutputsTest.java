/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.junit.jupiter.api.Test;

class KafkaOutputsTest {
    private static final KafkaConnection CONNECTION = KafkaConnection.to("localhost:9092");

    @Test
    void bothGuaranteesMakeASink() {
        assertThat(KafkaOutputs.sink(CONNECTION, DeliveryGuarantee.EXACTLY_ONCE, "a")).isNotNull();
        assertThat(KafkaOutputs.sink(CONNECTION, DeliveryGuarantee.AT_LEAST_ONCE, "a")).isNotNull();
    }

    @Test
    void anOutputThatMayBeLostIsNoChoice() {
        assertThatThrownBy(() -> KafkaOutputs.sink(CONNECTION, DeliveryGuarantee.NONE, "a"))
                .hasMessage(
                        "outputs are delivered exactly once or at least once, but the guarantee is"
                                + " none");
    }

    @Test
    void transactionsNeedANameAndATimeThatKafkaCanHold() {
        assertThatThrownBy(() -> KafkaOutputs.sink(CONNECTION, DeliveryGuarantee.EXACTLY_ONCE, " "))
                .hasMessage("the prefix of transactional ids is blank");
        assertThatThrownBy(
                        () ->
                                KafkaOutputs.sink(
                                        CONNECTION,
                                        DeliveryGuarantee.EXACTLY_ONCE,
                                        "a",
                                        Duration.ofDays(30)))
                .hasMessage(
                        "the transaction timeout must be between 1 and 2147483647 ms, but is"
                                + " 2592000000 ms");
    }
}
