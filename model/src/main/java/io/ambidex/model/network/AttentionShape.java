/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.TokenShape;
import io.ambidex.model.network.layer.TransformerBlock;
import java.util.List;

/**
 * Sizes of an attention fusion.
 *
 * @param modalities their names in the network's order
 * @param tokens what each modality's features are made of
 * @param width d, of the tokens that are attended to
 * @param heads h of the class token's attention; divides d
 * @param qkNorm whether queries and keys are normalised per head
 * @param rotation whether there is a rotation of the query
 * @param jointLayers blocks over all tokens before; 0 for none
 * @param forkedLayers of these, the first in which predictions keep the modalities apart
 * @param jointBlock heads and hidden width of these blocks
 */
public record AttentionShape(
        List<String> modalities,
        List<TokenShape> tokens,
        int width,
        int heads,
        boolean qkNorm,
        boolean rotation,
        int jointLayers,
        int forkedLayers,
        TransformerBlock jointBlock) {

    /** Checks that heads divide the width. */
    public AttentionShape {
        TransformerBlock.requireHeads(heads, width);
        modalities = List.copyOf(modalities);
        tokens = List.copyOf(tokens);
    }

    /** Width of one head, {@code d / h}. */
    public int headWidth() {
        return width / heads;
    }

    /** Tokens of a clip that has every modality, without the class token. */
    public int length() {
        return tokens.stream().mapToInt(TokenShape::count).sum();
    }

    /** Whether tokens of a modality get a linear layer of their own, since their width is not d. */
    boolean projects(int modality) {
        return tokens.get(modality).width() != width;
    }
}
