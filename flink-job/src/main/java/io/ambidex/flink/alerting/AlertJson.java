/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.alerting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambidex.connectors.schema.Alert;
import java.util.TreeMap;

/** An alert as a JSON object. */
final class AlertJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    static String of(Alert alert) {
        ObjectNode object = JSON.createObjectNode();
        object.put("kind", alert.getKind());
        object.put("severity", alert.getSeverity());
        object.put("message", alert.getMessage());
        ObjectNode attributes = object.putObject("attributes");
        new TreeMap<>(alert.getAttributes()).forEach(attributes::put);
        object.put("atMillis", alert.getAtMillis());
        return object.toString();
    }

    private AlertJson() {}
}
