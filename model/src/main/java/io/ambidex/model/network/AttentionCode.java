/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.LayerNorm;
import io.ambidex.model.network.layer.TokenShape;
import io.ambidex.model.network.layer.TransformerBlock;

/**
 * Writes the kernel of an attention fusion: sizes are constants in its code, tensors are arguments
 * in the order of {@link AttentionFusion}.
 */
final class AttentionCode {

    private static final int FIRST_JOINT = 9;

    private final AttentionShape shape;
    private final AdapterShape adapters;
    private final StringBuilder code =
            new StringBuilder(
                    """
                    class Kernel(Module):
                      __parameters__ = []
                      __buffers__ = []
                      training : bool
                    """);

    private AttentionCode(AttentionShape shape, AdapterShape adapters) {
        this.shape = shape;
        this.adapters = adapters;
    }

    /**
     * Writes the kernel.
     *
     * @param adapters their tensors come after all others; null for none
     */
    static String of(AttentionShape shape, AdapterShape adapters) {
        AttentionCode code = new AttentionCode(shape, adapters);
        code.tokens();
        code.mask();
        code.classRow();
        code.joint();
        code.forked();
        code.logits();
        code.code.append(AttentionReadingCode.method(shape));
        if (shape.jointLayers() > 0) {
            code.code.append(TransformerBlock.HELPER);
        }
        if (adapters != null) {
            int rotation = shape.rotation() ? 1 : 0;
            code.code.append(AdapterCode.methods(adapters, code.head() + 2 + rotation));
        }
        return code.code.toString();
    }

    private int modalities() {
        return shape.tokens().size();
    }

    private int firstProjection() {
        return FIRST_JOINT + TransformerBlock.TENSORS * shape.jointLayers();
    }

    private int head() {
        int projections = 0;
        for (int m = 0; m < modalities(); m++) {
            projections += shape.projects(m) ? 1 : 0;
        }
        return firstProjection() + 2 * projections;
    }

    private boolean adapts(String map) {
        return adapters != null && adapters.adapts(map);
    }

    private void line(String text, Object... values) {
        code.append("    ").append(text.formatted(values)).append('\n');
    }

    private void method(String signature) {
        code.append("  def ").append(signature).append(":\n");
    }

    /** Tokens of every modality, (B, T_m, d), behind the class token, (B, 1, d). */
    private void tokens() {
        method(
                "parts(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p: List[Tensor])"
                        + " -> List[Tensor]");
        line("result = annotate(List[Tensor], [])");
        line(
                "_c = torch.append(result, torch.expand(torch.reshape(p[0], [1, 1, %d]),"
                        + " [torch.size(f[0], 0), -1, -1]))",
                shape.width());
        for (int m = 0; m < modalities(); m++) {
            TokenShape tokens = shape.tokens().get(m);
            line("t%d = torch.reshape(f[%d], [-1, %d, %d])", m, m, tokens.count(), tokens.width());
        }
        if (adapts("tokens")) {
            line("x = annotate(List[Tensor], [])");
            for (int m = 0; m < modalities(); m++) {
                line("_x%d = torch.append(x, t%d)", m, m);
            }
            line("d = (self).adapt_tokens(x, presence, p, )");
        }
        int projection = firstProjection();
        for (int m = 0; m < modalities(); m++) {
            if (shape.projects(m)) {
                line("t%d = torch.linear(t%d, p[%d], p[%d])", m, m, projection, projection + 1);
                projection += 2;
            }
            if (adapts("tokens")) {
                line("t%d = torch.add(t%d, d[%d])", m, m, m);
            }
            line("_%d = torch.append(result, t%d)", m, m);
        }
        line("return result");
    }

    /**
     * What is added to the scores of every token, (B, 1, 1, 1 + L): a missing modality has none.
     */
    private void mask() {
        method("mask(self: __torch__.Kernel, presence: Tensor) -> Tensor");
        line("result = annotate(List[Tensor], [])");
        line("_c = torch.append(result, torch.ones_like(torch.narrow(presence, 1, 0, 1)))");
        for (int m = 0; m < modalities(); m++) {
            line(
                    "_%d = torch.append(result, torch.expand(torch.narrow(presence, 1, %d, 1), [-1,"
                            + " %d]))",
                    m, m, shape.tokens().get(m).count());
        }
        line("there = torch.cat(result, 1)");
        line("gone = torch.mul(torch.sub(there, 1), 1.0e+09)");
        line("return torch.reshape(gone, [-1, 1, 1, %d])", shape.length() + 1);
        method("only(self: __torch__.Kernel, presence: Tensor, m: int) -> Tensor");
        line("one = torch.zeros_like(presence)");
        line("_0 = torch.fill_(torch.select(one, 1, m), 1)");
        line("return one");
    }

    /** The class token's query, keys and values: (B, h, 1, d / h) and (B, h, 1 + L, d / h). */
    private void classRow() {
        int heads = shape.heads();
        int part = shape.headWidth();
        method("query(self: __torch__.Kernel, x: Tensor, p: List[Tensor]) -> Tensor");
        line("q = torch.linear(torch.select(x, 1, 0), p[1], p[2])");
        if (adapts("wq")) {
            line("q = torch.add(q, (self).adapt_wq(torch.select(x, 1, 0), p, ))");
        }
        line("q = torch.reshape(q, [-1, %d, 1, %d])", heads, part);
        normalise("q");
        if (shape.rotation()) {
            line("q = torch.matmul(q, torch.transpose(p[%d], -2, -1))", head() + 2);
        }
        line("return q");
        if (adapts("wk") || adapts("wv")) {
            slices();
        }
        split("keys", "wk", 3, true);
        split("values", "wv", 5, false);
        method("weights(self: __torch__.Kernel, q: Tensor, k: Tensor, mask: Tensor) -> Tensor");
        line("s = torch.matmul(q, torch.transpose(k, -2, -1))");
        line("s = torch.mul(s, %s)", TransformerBlock.scale(shape.width(), heads));
        line("return torch.softmax(torch.add(s, mask), -1)");
        method(
                "classify(self: __torch__.Kernel, w: Tensor, u: Tensor, presence: Tensor, p:"
                        + " List[Tensor]) -> Tensor");
        line("o = torch.reshape(torch.matmul(w, u), [-1, %d])", shape.width());
        line("h = torch.linear(o, p[7], p[8])");
        if (adapts("wo")) {
            adaptOutput();
        }
        line("return torch.linear(h, p[%d], p[%d])", head(), head() + 1);
    }

    /** The tokens of every modality, without the class token. */
    private void slices() {
        method("slices(self: __torch__.Kernel, x: Tensor) -> List[Tensor]");
        line("result = annotate(List[Tensor], [])");
        int from = 1;
        for (int m = 0; m < modalities(); m++) {
            int count = shape.tokens().get(m).count();
            line("_%d = torch.append(result, torch.narrow(x, 1, %d, %d))", m, from, count);
            from += count;
        }
        line("return result");
    }

    /** What was attended to is a sum over modalities: each has its part as one token. */
    private void adaptOutput() {
        line("x = annotate(List[Tensor], [])");
        int from = 1;
        for (int m = 0; m < modalities(); m++) {
            int count = shape.tokens().get(m).count();
            line(
                    "_o%d = torch.append(x, torch.reshape(torch.matmul(torch.narrow(w, 3, %d, %d),"
                            + " torch.narrow(u, 2, %d, %d)), [-1, 1, %d]))",
                    m, from, count, from, count, shape.width());
            from += count;
        }
        line("d = (self).adapt_wo(x, presence, p, )");
        for (int m = 0; m < modalities(); m++) {
            line("h = torch.add(h, torch.squeeze(d[%d], 1))", m);
        }
    }

    private void split(String name, String map, int tensor, boolean normalised) {
        method(
                name
                        + "(self: __torch__.Kernel, x: Tensor, presence: Tensor, p: List[Tensor])"
                        + " -> Tensor");
        line("k = torch.linear(x, p[%d], p[%d])", tensor, tensor + 1);
        if (adapts(map)) {
            StringBuilder added = new StringBuilder("torch.zeros_like(torch.narrow(k, 1, 0, 1))");
            for (int m = 0; m < modalities(); m++) {
                added.append(", d[%d]".formatted(m));
            }
            line("d = (self).adapt_%s((self).slices(x, ), presence, p, )", map);
            line("k = torch.add(k, torch.cat([%s], 1))", added);
        }
        line(
                "k = torch.reshape(k, [-1, %d, %d, %d])",
                shape.length() + 1, shape.heads(), shape.headWidth());
        line("k = torch.permute(k, [0, 2, 1, 3])");
        if (normalised) {
            normalise("k");
        }
        line("return k");
    }

    private void normalise(String value) {
        if (shape.qkNorm()) {
            line(
                    "%s = torch.layer_norm(%s, [%d], None, None, %s)",
                    value, value, shape.headWidth(), LayerNorm.EPSILON);
        }
    }

    /** Blocks from one to another over the class token and all tokens. */
    private void joint() {
        method("joint(self: __torch__.Kernel, x: Tensor, mask: Tensor, p: List[Tensor]) -> Tensor");
        for (int i = 0; i < shape.jointLayers(); i++) {
            block("x", i, "[mask]");
        }
        line("return x");
    }

    private void block(String x, int layer, String mask) {
        int heads = shape.jointBlock().heads();
        line(
                "%s = (self).block(%s, p, %d, %d, %s, %s, )",
                x,
                x,
                FIRST_JOINT + TransformerBlock.TENSORS * layer,
                heads,
                TransformerBlock.scale(shape.width(), heads),
                mask);
    }

    /**
     * The first f blocks on every modality by itself, with a class token of its own; the class
     * token of the rest is the mean over the modalities that a clip has.
     */
    private void forked() {
        for (int fork = 1; fork <= shape.jointLayers(); fork++) {
            method(
                    "logits_forked%d(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p: List[Tensor]) -> Tensor"
                            .formatted(fork));
            line("parts = (self).parts(f, presence, p, )");
            line(
                    "share = torch.div(presence, torch.clamp_min(torch.sum(presence, [1], True),"
                            + " 1.))");
            line("c = torch.zeros_like(parts[0])");
            for (int m = 0; m < modalities(); m++) {
                line("x%d = torch.cat([parts[0], parts[%d]], 1)", m, m + 1);
                for (int i = 0; i < fork; i++) {
                    block("x" + m, i, "annotate(List[Tensor], [])");
                }
                line(
                        "c = torch.add(c, torch.mul(torch.narrow(x%d, 1, 0, 1),"
                                + " torch.unsqueeze(torch.narrow(share, 1, %d, 1), 2)))",
                        m, m);
            }
            StringBuilder all = new StringBuilder("c");
            for (int m = 0; m < modalities(); m++) {
                all.append(
                        ", torch.narrow(x%d, 1, 1, %d)"
                                .formatted(m, shape.tokens().get(m).count()));
            }
            line("x = torch.cat([%s], 1)", all);
            line("mask = (self).mask(presence, )");
            for (int i = fork; i < shape.jointLayers(); i++) {
                block("x", i, "[mask]");
            }
            classified();
        }
    }

    private void logits() {
        method(
                "logits(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p: List[Tensor])"
                        + " -> Tensor");
        line("mask = (self).mask(presence, )");
        line("x = (self).joint(torch.cat((self).parts(f, presence, p, ), 1), mask, p, )");
        classified();

        method(
                "split_logits(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p:"
                        + " List[Tensor]) -> List[Tensor]");
        line("result = annotate(List[Tensor], [])");
        if (adapters != null) {
            // What a token becomes depends on who else is there.
            for (int m = 0; m < modalities(); m++) {
                line(
                        "_%d = torch.append(result, (self).logits(f, (self).only(presence, %d, ),"
                                + " p, ))",
                        m, m);
            }
            line("return result");
            return;
        }
        line("all = torch.cat((self).parts(f, presence, p, ), 1)");
        if (shape.jointLayers() == 0) {
            // Neither query nor keys depend on who else is there.
            line("q = (self).query(all, p, )");
            line("k = (self).keys(all, presence, p, )");
            line("u = (self).values(all, presence, p, )");
        }
        for (int m = 0; m < modalities(); m++) {
            line("mask%d = (self).mask((self).only(presence, %d, ), )", m, m);
            if (shape.jointLayers() == 0) {
                line("w%d = (self).weights(q, k, mask%d, )", m, m);
                line("_%d = torch.append(result, (self).classify(w%d, u, presence, p, ))", m, m);
            } else {
                line("x%d = (self).joint(all, mask%d, p, )", m, m);
                line(
                        "w%d = (self).weights((self).query(x%d, p, ), (self).keys(x%d, presence, p,"
                                + " ), mask%d, )",
                        m, m, m, m);
                line(
                        "_%d = torch.append(result, (self).classify(w%d, (self).values(x%d,"
                                + " presence, p, ), presence, p, ))",
                        m, m, m);
            }
        }
        line("return result");
    }

    /** From tokens x, presence and mask to logits. */
    private void classified() {
        line("w = (self).weights((self).query(x, p, ), (self).keys(x, presence, p, ), mask, )");
        line("return (self).classify(w, (self).values(x, presence, p, ), presence, p, )");
    }
}
