/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Knows the golden files of one method. */
interface GoldenMethod {

    /**
     * Name of the file without {@code .json}; also the {@code method} field, as far as letters go.
     */
    String name();

    /**
     * Every case of a file.
     *
     * @throws IllegalArgumentException for a case of an unknown kind
     */
    List<GoldenCase> cases(JsonNode file);
}
