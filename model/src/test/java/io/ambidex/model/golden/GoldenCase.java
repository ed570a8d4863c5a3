/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One case of a golden file.
 *
 * @param name as in the file
 * @param reason why it is information only; null when it must match
 * @param check compares our results with the file; null for information only
 */
record GoldenCase(String name, String reason, Consumer<Precision> check) {

    /** A case as the file describes it, before it is known what becomes of it. */
    record Described(JsonNode json, String name, String variant, String kind) {

        GoldenCase mustMatch(Consumer<Precision> check) {
            return GoldenCase.mustMatch(name, check);
        }

        GoldenCase informationOnly(String reason) {
            return GoldenCase.informationOnly(name, reason);
        }

        IllegalArgumentException unknown() {
            return GoldenCase.unknown(name);
        }

        boolean isTraining() {
            return kind.equals("training");
        }
    }

    /** All cases of a file that names, variants and kinds tell apart. */
    static List<GoldenCase> all(JsonNode file, Function<Described, GoldenCase> judge) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            cases.add(
                    judge.apply(
                            new Described(
                                    one,
                                    one.get("name").asText(),
                                    one.get("variant").asText(),
                                    one.get("kind").asText())));
        }
        return cases;
    }

    static GoldenCase mustMatch(String name, Consumer<Precision> check) {
        return new GoldenCase(name, null, check);
    }

    static GoldenCase informationOnly(String name, String reason) {
        return new GoldenCase(name, reason, null);
    }

    static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("case '" + name + "' is of an unknown kind");
    }
}
