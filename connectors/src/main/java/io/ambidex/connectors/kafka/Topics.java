/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The topics of a job. Immutable.
 *
 * <pre>{@code
 * Topics topics = Topics.defaults()
 *         .withName(TopicRole.AUDIO, "microphones")
 *         .withFeatures("lidar", "lidar-vectors");
 * }</pre>
 */
public final class Topics implements Serializable {
    private static final long serialVersionUID = 1L;

    private final EnumMap<TopicRole, String> names;
    private final TreeMap<String, String> features;

    private Topics(EnumMap<TopicRole, String> names, TreeMap<String, String> features) {
        this.names = names;
        this.features = features;
        Map<String, TopicRole> roles = new HashMap<>();
        for (Topic topic : all()) {
            TopicRole other = roles.put(topic.name(), topic.role());
            if (other != null) {
                throw new IllegalArgumentException(
                        "topic "
                                + topic.name()
                                + " is named twice: for "
                                + other.defaultName()
                                + " and for "
                                + topic.role().defaultName());
            }
        }
    }

    /** Every topic by its default name, and no further modalities. */
    public static Topics defaults() {
        EnumMap<TopicRole, String> names = new EnumMap<>(TopicRole.class);
        for (TopicRole role : TopicRole.values()) {
            if (role != TopicRole.FEATURES) {
                names.put(role, role.defaultName());
            }
        }
        return new Topics(names, new TreeMap<>());
    }

    /**
     * These topics, one under another name.
     *
     * @throws IllegalArgumentException if the name is blank or taken, or the role is {@code
     *     FEATURES}, of which there may be several
     */
    public Topics withName(TopicRole role, String name) {
        if (role == TopicRole.FEATURES) {
            throw new IllegalArgumentException(
                    "the topic of a further modality has no single name");
        }
        EnumMap<TopicRole, String> changed = new EnumMap<>(names);
        changed.put(role, name);
        return new Topics(changed, features);
    }

    /**
     * These topics, with one for a further modality.
     *
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Topics withFeatures(String modality, String name) {
        TreeMap<String, String> changed = new TreeMap<>(features);
        changed.put(modality, name);
        return new Topics(names, changed);
    }

    /** These topics, each name with a prefix: for several jobs on one Kafka cluster. */
    public Topics withPrefix(String prefix) {
        EnumMap<TopicRole, String> changed = new EnumMap<>(names);
        changed.replaceAll((role, name) -> prefix + name);
        TreeMap<String, String> changedFeatures = new TreeMap<>(features);
        changedFeatures.replaceAll((modality, name) -> prefix + name);
        return new Topics(changed, changedFeatures);
    }

    /**
     * The name of a topic.
     *
     * @throws IllegalArgumentException if the role is {@code FEATURES}: see {@link #features()}
     */
    public String name(TopicRole role) {
        if (role == TopicRole.FEATURES) {
            throw new IllegalArgumentException(
                    "the topic of a further modality has no single name");
        }
        return names.get(role);
    }

    /** The topics of further modalities, by modality. */
    public Map<String, String> features() {
        return Collections.unmodifiableMap(features);
    }

    /** All topics: first those with a name of their own in the order of the roles. */
    public List<Topic> all() {
        List<Topic> topics = new ArrayList<>();
        names.forEach((role, name) -> topics.add(new Topic(role, name)));
        features.values().forEach(name -> topics.add(new Topic(TopicRole.FEATURES, name)));
        return topics;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topics that
                && names.equals(that.names)
                && features.equals(that.features);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + features.hashCode();
    }

    @Override
    public String toString() {
        return all().toString();
    }
}
