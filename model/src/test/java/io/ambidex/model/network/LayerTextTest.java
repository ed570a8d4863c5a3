/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.network.layer.CompiledEncoder;
import io.ambidex.model.network.layer.EncoderCompiler;
import io.ambidex.model.network.layer.LayerText;
import io.ambidex.model.network.layer.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerTextTest {

    @Test
    void theTensorsOfAListHaveTheirNamesAndShapes() {
        CompiledEncoder encoder =
                compile(
                        "conv2d:c1 out=4 kernel=3x2 stride=2 padding=1 bias=false; batch_norm:b1; relu;"
                                + "max_pool kernel=2; residual body=[conv2d:c2 out=4 kernel=1; tanh];"
                                + "flatten; linear:fc out=7",
                        1,
                        9,
                        9);
        assertThat(encoder.featureWidth()).isEqualTo(7);
        assertThat(encoder.tensors().stream().map(TensorSpec::name))
                .containsExactly(
                        "c1.weight",
                        "b1.weight",
                        "b1.bias",
                        "b1.running_mean",
                        "b1.running_var",
                        "b1.num_batches_tracked",
                        "c2.weight",
                        "c2.bias",
                        "fc.weight",
                        "fc.bias");
        assertThat(encoder.tensors().get(0).shape()).containsExactly(4, 1, 3, 2);
        assertThat(encoder.tensors().get(8).shape()).containsExactly(7, 4 * 2 * 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dropout; mean                                     | there is no layer 'dropout'",
                "conv2d out=4 kernel=3; mean                       | need a name",
                "conv2d:c kernel=3; mean                           | 'out' is missing",
                "conv2d:c out=4 kernel=0; mean                     | from 1 to 65536, not '0'",
                "conv2d:c out=4 kernel=3 kernel=3; mean            | not one setting",
                "conv2d:c out=4 kernel=3 dilation=2; mean          | no setting [dilation]",
                "conv2d:c out=4 kernel=3 bias=maybe; mean          | true or false",
                "relu:r; mean                                      | needs no name",
                "residual body=[conv2d:c out=2 kernel=1; mean      | brackets",
                "conv2d:c out=4 kernel=99; mean                    | too small",
                "conv2d:c out=4 kernel=3                           | a 'mean' is missing",
                "mean; conv2d:c out=4 kernel=3                     | needs 3 dimension(s)",
                "residual body=[conv2d:c out=9 kernel=1]; mean     | the two ways"
            })
    void aListThatCannotBeIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> compile(text, 1, 8, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static CompiledEncoder compile(String text, long... shape) {
        return EncoderCompiler.compile(LayerText.parse(text), shape);
    }
}
