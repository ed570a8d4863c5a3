/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodSpecTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"joint", "ogm-ge+joint-with-unimodal-losses", "inforeg:window=16;variant=x"})
    void whatIsWrittenIsWhatWasRead(String text) {
        assertThat(MethodSpec.parse(text)).hasToString(text);
    }

    @Test
    void optionsStandBehindTheName() {
        assertThat(MethodSpec.parse("a+b: x = 1 ; b.y=2"))
                .isEqualTo(new MethodSpec("a+b", Map.of("x", "1", "b.y", "2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"joint:", "joint:x", "joint:=1", "joint:x=1;x=2"})
    void anOptionNeedsANameAndAValueOnce(String text) {
        assertThatThrownBy(() -> MethodSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'joint'");
    }

    @Test
    void theBaselinesComeFirst() {
        List<String> names = MethodSpec.all().stream().map(MethodSpec::method).toList();
        assertThat(names)
                .startsWith("joint", "joint-with-unimodal-losses", "unimodal")
                .contains("ogm-ge", "inforeg")
                .doesNotHaveDuplicates();
    }
}
