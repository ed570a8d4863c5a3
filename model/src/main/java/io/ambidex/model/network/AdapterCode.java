/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.AdapterShape.AdaptedMap;

/**
 * Writes the methods of a kernel that adapt maps, as {@link Adapters} has the formulas. Methods get
 * all tensors of the kernel as {@code p}: those of the adapters from an index on, in the order of
 * {@link AdapterShape#tensors}, and right behind them what is kept, (1 + M): 1 or 0 for the class
 * token's adapter and for that of every modality.
 */
final class AdapterCode {

    private final AdapterShape shape;
    private final int first;
    private final StringBuilder code = new StringBuilder();

    private AdapterCode(AdapterShape shape, int first) {
        this.shape = shape;
        this.first = first;
    }

    /**
     * For every map NAME a method {@code adapt_NAME}: tokens (B, T_m, d_m) of every modality to
     * what is added to W0 x + b0, (B, T_m, d). {@code low_rank_NAME} and {@code crossed_NAME} give
     * u and u'. For the class token's map: x (B, d) to (B, d).
     *
     * @param first index of the first tensor of the adapters
     */
    static String methods(AdapterShape shape, int first) {
        AdapterCode methods = new AdapterCode(shape, first);
        int tensor = first;
        for (AdaptedMap map : shape.maps()) {
            if (map.ofClassToken()) {
                methods.classToken(map, tensor);
            } else {
                methods.lowRank(map, tensor);
                methods.crossed(map, tensor);
                methods.adapt(map, tensor);
            }
            tensor += methods.count(map);
        }
        methods.read();
        return methods.code.toString();
    }

    /** The kernel of a fusion that does not attend: features (B, T_m d) to adapted ones. */
    static String ofFeatures(AdapterShape shape, int[] counts) {
        StringBuilder kernel =
                new StringBuilder(
                        """
                        class Kernel(Module):
                          __parameters__ = []
                          __buffers__ = []
                          training : bool
                          def features(self: __torch__.Kernel, f: List[Tensor], presence: Tensor, p: List[Tensor]) -> List[Tensor]:
                            x = annotate(List[Tensor], [])
                            result = annotate(List[Tensor], [])
                        """);
        for (int m = 0; m < counts.length; m++) {
            int width = shape.maps().get(0).in().get(m);
            kernel.append(
                    "    _x%d = torch.append(x, torch.reshape(f[%d], [-1, %d, %d]))\n"
                            .formatted(m, m, counts[m], width));
        }
        kernel.append("    d = (self).adapt_tokens(x, presence, p, )\n");
        for (int m = 0; m < counts.length; m++) {
            kernel.append(
                    "    _r%d = torch.append(result, torch.add(f[%d], torch.flatten(d[%d], 1)))\n"
                            .formatted(m, m, m));
        }
        return kernel.append("    return result\n").append(methods(shape, 0)).toString();
    }

    private int modalities() {
        return shape.modalities().size();
    }

    private int count(AdaptedMap map) {
        return map.in().size() + (readsTasks(map) ? 1 : 0) + 1;
    }

    private boolean readsTasks(AdaptedMap map) {
        return shape.reads(map) && shape.taskTokens() > 0;
    }

    private int kept() {
        return first + shape.maps().stream().mapToInt(this::count).sum();
    }

    private void line(String text, Object... values) {
        code.append("    ").append(text.formatted(values)).append('\n');
    }

    private void method(String signature) {
        code.append("  def ").append(signature).append(":\n");
    }

    private void classToken(AdaptedMap map, int tensor) {
        method(
                "adapt_%s(self: __torch__.Kernel, x: Tensor, p: List[Tensor]) -> Tensor"
                        .formatted(map.name()));
        line("u = torch.mul(torch.linear(x, p[%d]), %s)", tensor, shape.scale());
        line("u = torch.mul(u, torch.narrow(p[%d], 0, 0, 1))", kept());
        line("return torch.linear(u, p[%d])", tensor + 1);
    }

    private void lowRank(AdaptedMap map, int tensor) {
        method(
                "low_rank_%s(self: __torch__.Kernel, x: List[Tensor], p: List[Tensor]) -> List[Tensor]"
                        .formatted(map.name()));
        line("u = annotate(List[Tensor], [])");
        for (int m = 0; m < modalities(); m++) {
            String low = "torch.linear(x[%d], p[%d])".formatted(m, tensor + m);
            line(
                    "_%d = torch.append(u, %s)",
                    m,
                    shape.scaleFirst() ? "torch.mul(%s, %s)".formatted(low, shape.scale()) : low);
        }
        line("return u");
    }

    private void crossed(AdaptedMap map, int tensor) {
        method(
                "crossed_%s(self: __torch__.Kernel, u: List[Tensor], presence: Tensor, p: List[Tensor]) -> List[Tensor]"
                        .formatted(map.name()));
        line("result = annotate(List[Tensor], [])");
        if (readsTasks(map)) {
            line("tasks = torch.unsqueeze(p[%d], 0)", tensor + modalities());
            line(
                    "there = torch.expand(torch.reshape(torch.ones_like(torch.select(p[%d], 1, 0)),"
                            + " [1, 1, -1]), [torch.size(presence, 0), -1, -1])",
                    tensor + modalities());
        } else if (shape.reads(map)) {
            for (int m = 0; m < modalities(); m++) {
                line(
                        "t%d = torch.expand(torch.unsqueeze(torch.narrow(presence, 1, %d, 1), 2),"
                                + " [-1, -1, torch.size(u[%d], 1)])",
                        m, m, m);
            }
        }
        for (int m = 0; m < modalities(); m++) {
            line("_%d = torch.append(result, %s)", m, reading(map, m));
        }
        line("return result");
    }

    /** u' of one modality. */
    private String reading(AdaptedMap map, int modality) {
        if (readsTasks(map)) {
            return "(self).read(u[%d], tasks, there, )".formatted(modality);
        }
        StringBuilder keys = new StringBuilder();
        StringBuilder there = new StringBuilder();
        for (int n = 0; shape.reads(map) && n < modalities(); n++) {
            if (shape.isRead(n, modality)) {
                keys.append(keys.isEmpty() ? "" : ", ").append("u[%d]".formatted(n));
                there.append(there.isEmpty() ? "" : ", ").append("t" + n);
            }
        }
        return keys.isEmpty()
                ? "u[%d]".formatted(modality)
                : "(self).read(u[%d], torch.cat([%s], 1), torch.cat([%s], 2), )"
                        .formatted(modality, keys, there);
    }

    private void adapt(AdaptedMap map, int tensor) {
        method(
                "adapt_%s(self: __torch__.Kernel, x: List[Tensor], presence: Tensor, p: List[Tensor]) -> List[Tensor]"
                        .formatted(map.name()));
        line("result = annotate(List[Tensor], [])");
        line("u = (self).low_rank_%s(x, p, )", map.name());
        line("u = (self).crossed_%s(u, presence, p, )", map.name());
        line(
                "kept = torch.unsqueeze(torch.mul(presence, torch.narrow(p[%d], 0, 1, %d)), 2)",
                kept(), modalities());
        if (!shape.scaleFirst()) {
            line("kept = torch.mul(kept, %s)", shape.scale());
        }
        for (int m = 0; m < modalities(); m++) {
            line(
                    "_%d = torch.append(result, torch.linear(torch.mul(u[%d], torch.narrow(kept, 1,"
                            + " %d, 1)), p[%d]))",
                    m, m, m, tensor + count(map) - 1);
        }
        line("return result");
    }

    /** Queries u (B, T, r) read from keys (B, K, r) as far as they are there, (B, 1, K). */
    private void read() {
        method("read(self: __torch__.Kernel, u: Tensor, keys: Tensor, there: Tensor) -> Tensor");
        line(
                "s = torch.mul(torch.matmul(u, torch.transpose(keys, -2, -1)), %s)",
                1 / Math.sqrt(shape.rank()));
        line("s = torch.add(s, torch.mul(torch.sub(there, 1), 1.0e+09))");
        line(
                "any = torch.mul(torch.clamp_max(torch.sum(there, [2], True), 1.), %s)",
                shape.crossWeight());
        line("return torch.add(u, torch.mul(torch.matmul(torch.softmax(s, -1), keys), any))");
    }
}
