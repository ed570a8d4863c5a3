/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

import java.util.List;
import java.util.Map;

/**
 * An encoder as code and the tensors it needs.
 *
 * @param source TorchScript with the methods {@code train} and {@code evaluate}: (x, p, b) to
 *     features; p and b are left out when there are none. An encoder that is cut into segments has
 *     {@code train0}, {@code evaluate0} and so on instead, each taking what the one before gave
 * @param tensors in the order of PyTorch's {@code state_dict}
 * @param tokens what the features are made of
 * @param channels channels at the end of each stage, in order; at least one
 * @param multiplyAccumulates multiply-accumulate operations of each layer with weights, for one
 *     clip
 */
public record CompiledEncoder(
        String source,
        List<TensorSpec> tensors,
        TokenShape tokens,
        List<Integer> channels,
        Map<String, Long> multiplyAccumulates) {

    /** D, the width of the features. */
    public int featureWidth() {
        return tokens.features();
    }
}
