/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

/**
 * Writes the part of an attention fusion's kernel that {@link AttentionReading} reads, one row per
 * clip: weights of the class token and of every modality, the query, and per modality the mean key,
 * the cosine per head, the mean length of keys and the mean direction of its tokens. It counts on
 * what {@link AttentionCode} writes.
 */
final class AttentionReadingCode {

    private final AttentionShape shape;
    private final StringBuilder code =
            new StringBuilder(
                    """
                      def attention(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p: List[Tensor]) -> Tensor:
                    """);

    private AttentionReadingCode(AttentionShape shape) {
        this.shape = shape;
    }

    /** Writes the method {@code attention}. */
    static String method(AttentionShape shape) {
        AttentionReadingCode code = new AttentionReadingCode(shape);
        code.query();
        code.modalities();
        return code.code.toString();
    }

    private void line(String text, Object... values) {
        code.append("    ").append(text.formatted(values)).append('\n');
    }

    private void query() {
        line("result = annotate(List[Tensor], [])");
        line("mask = (self).mask(presence, )");
        line("all = torch.cat((self).parts(f, presence, p, ), 1)");
        line("x = (self).joint(all, mask, p, )");
        line("q = (self).query(x, p, )");
        line("k = (self).keys(x, presence, p, )");
        line("w = torch.mean(torch.squeeze((self).weights(q, k, mask, ), 2), [1])");
        line("_w = torch.append(result, torch.narrow(w, 1, 0, 1))");
        int from = 1;
        for (int m = 0; m < shape.tokens().size(); m++) {
            int count = shape.tokens().get(m).count();
            line(
                    "_w%d = torch.append(result, torch.sum(torch.narrow(w, 1, %d, %d), [1], True))",
                    m, from, count);
            from += count;
        }
        line("query = torch.flatten(torch.squeeze(q, 2), 1)");
        line("_q = torch.append(result, query)");
    }

    private void modalities() {
        int from = 1;
        for (int m = 0; m < shape.tokens().size(); m++) {
            int count = shape.tokens().get(m).count();
            line("k%d = torch.narrow(k, 2, %d, %d)", m, from, count);
            line("mean%d = torch.mean(k%d, [2], True)", m, m);
            line("dot%d = torch.sum(torch.mul(mean%d, q), [3])", m, m);
            line("length%d = torch.mul(torch.norm(mean%d, 2, [3]), torch.norm(q, 2, [3]))", m, m);
            line("t%d = torch.narrow(all, 1, %d, %d)", m, from, count);
            line(
                    "t%d = torch.div(t%d, torch.clamp_min(torch.norm(t%d, 2, [2], True), 1.0e-30))",
                    m, m, m);
            line("_m%d = torch.append(result, torch.flatten(mean%d, 1))", m, m);
            line(
                    "_c%d = torch.append(result, torch.flatten(torch.div(dot%d,"
                            + " torch.clamp_min(length%d, 1.0e-30)), 1))",
                    m, m, m);
            line(
                    "_n%d = torch.append(result, torch.mean(torch.flatten(torch.norm(k%d, 2, [3]),"
                            + " 1), [1], True))",
                    m, m);
            line("_t%d = torch.append(result, torch.mean(t%d, [1]))", m, m);
            from += count;
        }
        line("return torch.cat(result, 1)");
    }
}
