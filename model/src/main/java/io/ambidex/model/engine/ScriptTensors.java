/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parameters and buffers of a TorchScript module in its code and adds a method that gives
 * them, so that they can be trained and saved by name. Names are those of PyTorch's {@code
 * state_dict}.
 */
final class ScriptTensors {

    /** Name of the added method. */
    static final String METHOD = "ambidex_tensors";

    private static final Pattern LIST = Pattern.compile("  __(parameters|buffers)__ = \\[(.*)]");
    private static final Pattern ATTRIBUTE =
            Pattern.compile(
                    "  (?:__annotations__\\[\"([^\"]+)\"]|([A-Za-z_][A-Za-z0-9_]*)) ?[:=] (.+)");
    private static final int DEEPEST = 100;

    private final ScriptFile file;
    private final List<Tensor> tensors = new ArrayList<>();

    /**
     * A tensor of the module.
     *
     * @param name dotted path
     * @param expression how the module's code reaches it
     * @param trained whether it is a parameter
     */
    record Tensor(String name, String expression, boolean trained) {}

    ScriptTensors(ScriptFile file) {
        this.file = file;
        collect(file.className(), "", "self", 0);
    }

    /** In the order of the code: a module's own tensors, then those of its children. */
    List<Tensor> tensors() {
        return tensors;
    }

    /** The file with the method; a tensor that is None is given as one without elements. */
    ScriptFile withMethod() {
        String name = file.className();
        StringBuilder method = new StringBuilder();
        method.append("  def ").append(METHOD);
        method.append("(self: ").append(name).append(", x: Tensor) -> List[Tensor]:\n");
        method.append("    result = annotate(List[Tensor], [])\n");
        for (int i = 0; i < tensors.size(); i++) {
            String value = "t" + i;
            method.append(
                    "    %s = annotate(Optional[Tensor], %s)\n"
                            .formatted(value, tensors.get(i).expression()));
            method.append("    if torch.__isnot__(%s, None):\n".formatted(value));
            method.append(
                    "      _a%d = torch.append(result, unchecked_cast(Tensor, %s))\n"
                            .formatted(i, value));
            method.append("    else:\n");
            method.append("      _b%d = torch.append(result, torch.empty([0]))\n".formatted(i));
        }
        method.append("    return result\n");
        String code = file.code(name);
        String header = header(name);
        int end = code.indexOf("\nclass ", code.indexOf(header) + header.length());
        int at = end < 0 ? code.length() : end + 1;
        String before = code.substring(0, at);
        String separator = before.endsWith("\n") ? "" : "\n";
        return file.withCode(name, before + separator + method + code.substring(at));
    }

    private void collect(String className, String prefix, String expression, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "modules of a TorchScript file are nested deeper than " + DEEPEST);
        }
        List<String> trained = new ArrayList<>();
        List<String> buffers = new ArrayList<>();
        List<String[]> children = new ArrayList<>();
        for (String line : declarations(className)) {
            Matcher list = LIST.matcher(line);
            Matcher attribute = ATTRIBUTE.matcher(line);
            if (list.matches()) {
                (list.group(1).equals("parameters") ? trained : buffers)
                        .addAll(quoted(list.group(2)));
            } else if (attribute.matches()) {
                String name = attribute.group(1) != null ? attribute.group(1) : attribute.group(2);
                String type = attribute.group(3);
                boolean tensor = type.equals("Tensor") || type.equals("Optional[Tensor]");
                if (tensor && (trained.contains(name) || buffers.contains(name))) {
                    tensors.add(
                            new Tensor(
                                    prefix + name,
                                    member(expression, name),
                                    trained.contains(name)));
                } else if (type.startsWith("__torch__.")) {
                    children.add(new String[] {name, type});
                }
            }
        }
        for (String[] child : children) {
            collect(child[1], prefix + child[0] + ".", member(expression, child[0]), depth + 1);
        }
    }

    private List<String> declarations(String className) {
        String code = file.code(className);
        String header = header(className);
        int start = code.indexOf(header);
        if (start < 0) {
            throw new IllegalArgumentException("the TorchScript file lacks the class " + className);
        }
        List<String> lines = new ArrayList<>();
        for (String line : code.substring(start + header.length()).split("\n")) {
            if (line.startsWith("  def ") || line.startsWith("class ")) {
                break;
            }
            lines.add(line);
        }
        return lines;
    }

    private static String header(String className) {
        return "class " + className.substring(className.lastIndexOf('.') + 1) + "(Module):\n";
    }

    private static String member(String expression, String name) {
        return Character.isDigit(name.charAt(0))
                ? "getattr(" + expression + ", \"" + name + "\")"
                : expression + "." + name;
    }

    private static List<String> quoted(String list) {
        List<String> names = new ArrayList<>();
        Matcher name = Pattern.compile("\"([^\"]+)\"").matcher(list);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }
}
