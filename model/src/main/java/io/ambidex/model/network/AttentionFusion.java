/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.Initializer;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.TokenShape;
import io.ambidex.model.network.layer.TransformerBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fusion {@code attention}: a learned class token attends to the tokens of all modalities that
 * a clip has, as in arXiv 2506.11465.
 *
 * <pre>{@code
 * x      = [cls ; tokens_1 ; … ; tokens_M]            (B, 1 + L, d), after the joint layers
 * q      = R (Wq x_0 + bq)                            one row; R only with rotation
 * k_i    = Wk x_i + bk,  u_i = Wv x_i + bv
 * w      = softmax(q . k_i / sqrt(d / h))             per head; a missing modality has no tokens
 * logits = head(Wo (sum_i w_i u_i) + bo)
 * }</pre>
 *
 * Tensors: {@code fusion.cls} (d), {@code fusion.wq}, {@code fusion.wk}, {@code fusion.wv} and
 * {@code fusion.wo} with {@code .weight} (d, d) and {@code .bias} (d), {@code fusion.joint.N.…} as
 * {@link TransformerBlock} has them, {@code fusion.MODALITY.weight} (d, D_m) and {@code .bias} (d)
 * where the tokens have another width, {@code fusion.rotation} (h, d / h, d / h), {@code
 * head.weight} (C, d), {@code head.bias} (C).
 */
public final class AttentionFusion {

    /** Name of the fusion. */
    public static final String NAME = "attention";

    /** Name of the option that adds {@link #ROTATION}. */
    public static final String ROTATION_OPTION = "rotation";

    /** Name of the rotation of the query, orthogonal matrices (h, d / h, d / h); not trained. */
    public static final String ROTATION = "fusion.rotation";

    /** Name of the weight that makes the query, (d, d). */
    public static final String QUERY_WEIGHT = "fusion.wq.weight";

    /** Name of the bias of the query, (d). */
    public static final String QUERY_BIAS = "fusion.wq.bias";

    private AttentionFusion() {}

    static Fusions.Plan plan(NetworkSpec spec, List<TokenShape> tokens, Options options) {
        AttentionShape shape = shape(spec, tokens, options);
        AdapterShape adapters = Adapters.plan(spec, tokens, shape);
        int classes = spec.classes().size();
        return new Fusions.Plan(
                new Fusions.Kernel(null, AttentionCode.of(shape, adapters)),
                0,
                tensors(shape, classes),
                true,
                List.of(),
                1,
                shape,
                adapters,
                operations(shape, classes));
    }

    private static AttentionShape shape(
            NetworkSpec spec, List<TokenShape> tokens, Options options) {
        int width = options.number("width", 0, 0, 8_192);
        for (int m = 0; width == 0 && m < tokens.size(); m++) {
            if (tokens.get(m).width() != tokens.get(0).width()) {
                throw new IllegalArgumentException(
                        "fusion 'attention' needs tokens of one width, or the option 'width'; tokens of '%s' are %d wide, those of '%s' %d"
                                .formatted(
                                        spec.modalityNames().get(m),
                                        tokens.get(m).width(),
                                        spec.modalityNames().get(0),
                                        tokens.get(0).width()));
            }
        }
        int used = width == 0 ? tokens.get(0).width() : width;
        int jointLayers = options.number("jointLayers", 0, 0, 64);
        TransformerBlock joint =
                new TransformerBlock(
                        "fusion.joint",
                        options.number("jointHeads", 4, 1, 256),
                        used * options.number("jointRatio", 2, 1, 16));
        try {
            if (jointLayers > 0) {
                TransformerBlock.requireHeads(joint.heads(), used);
            }
            return new AttentionShape(
                    spec.modalityNames(),
                    tokens,
                    used,
                    options.number("heads", 1, 1, 256),
                    options.choice("qkNorm", "false", "true").equals("true"),
                    options.choice(ROTATION_OPTION, "false", "true").equals("true"),
                    jointLayers,
                    options.number("forkedLayers", 0, 0, jointLayers),
                    joint);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("fusion 'attention': " + e.getMessage(), e);
        }
    }

    /** In the order that {@link AttentionCode} counts on. */
    private static List<TensorSpec> tensors(AttentionShape shape, int classes) {
        int width = shape.width();
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(
                new TensorSpec(
                        "fusion.cls",
                        new long[] {width},
                        new Initializer.Normal(0.02),
                        TensorSpec.Kind.PARAMETER));
        for (String map : List.of("wq", "wk", "wv", "wo")) {
            Fusions.linear(tensors, "fusion." + map, width, width);
        }
        for (int i = 0; i < shape.jointLayers(); i++) {
            TransformerBlock named =
                    new TransformerBlock(
                            "fusion.joint." + i,
                            shape.jointBlock().heads(),
                            shape.jointBlock().hidden());
            tensors.addAll(named.tensors(width));
        }
        for (int m = 0; m < shape.tokens().size(); m++) {
            if (shape.projects(m)) {
                String name = "fusion." + shape.modalities().get(m);
                Fusions.linear(tensors, name, shape.tokens().get(m).width(), width);
            }
        }
        Fusions.linear(tensors, "head", width, classes);
        if (shape.rotation()) {
            int part = shape.headWidth();
            tensors.add(
                    new TensorSpec(
                            ROTATION,
                            new long[] {shape.heads(), part, part},
                            new Initializer.Identity(part),
                            TensorSpec.Kind.BUFFER));
        }
        return tensors;
    }

    private static Map<String, Long> operations(AttentionShape shape, int classes) {
        long width = shape.width();
        long length = shape.length() + 1L;
        Map<String, Long> operations = new LinkedHashMap<>();
        operations.put("fusion.wq", width * width);
        operations.put("fusion.wk", length * width * width);
        operations.put("fusion.wv", length * width * width);
        operations.put("fusion.attention", 2 * length * width);
        for (int i = 0; i < shape.jointLayers(); i++) {
            for (String map : List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2")) {
                // Counted once for the block, and not by the shapes of its tensors.
                operations.put("fusion.joint." + i + "." + map, 0L);
            }
            for (String norm : List.of("norm1", "norm2")) {
                operations.put("fusion.joint." + i + "." + norm, 0L);
            }
            operations.put(
                    "fusion.joint." + i, shape.jointBlock().multiplyAccumulates(length, width));
        }
        for (int m = 0; m < shape.tokens().size(); m++) {
            if (shape.projects(m)) {
                operations.put(
                        "fusion." + shape.modalities().get(m),
                        shape.tokens().get(m).features() * width);
            }
        }
        operations.put("head", width * classes);
        return operations;
    }
}
