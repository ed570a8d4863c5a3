/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.Serializable;

/**
 * A topic and what it is for.
 *
 * @param role what it is for
 * @param name its name in Kafka
 */
public record Topic(TopicRole role, String name) implements Serializable {
    public Topic {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "the topic for " + role.defaultName() + " has a blank name");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
