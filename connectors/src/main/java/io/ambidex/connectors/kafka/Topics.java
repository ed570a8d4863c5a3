/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics of a job: one for each modality, and one for each other role. Immutable.
 *
 * <pre>{@code
 * Topics topics = Topics.defaults()
 *         .withName(TopicRole.LABELS, "annotations")
 *         .withModality("lidar", TopicRole.FEATURES, "lidar-vectors");
 * }</pre>
 */
public final class Topics implements Serializable {
    private static final long serialVersionUID = 1L;

    private final EnumMap<TopicRole, String> names;
    private final LinkedHashMap<String, Topic> modalities;

    private Topics(EnumMap<TopicRole, String> names, LinkedHashMap<String, Topic> modalities) {
        this.names = names;
        this.modalities = modalities;
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

    /** Every topic by its default name, with the modalities {@code audio} and {@code video}. */
    public static Topics defaults() {
        EnumMap<TopicRole, String> names = new EnumMap<>(TopicRole.class);
        for (TopicRole role : TopicRole.values()) {
            if (!role.isMedia()) {
                names.put(role, role.defaultName());
            }
        }
        LinkedHashMap<String, Topic> modalities = new LinkedHashMap<>();
        for (TopicRole role : List.of(TopicRole.AUDIO, TopicRole.VIDEO)) {
            modalities.put(role.defaultName(), new Topic(role, role.defaultName()));
        }
        return new Topics(names, modalities);
    }

    /**
     * These topics, one under another name; for {@code AUDIO} and {@code VIDEO} that of the
     * modality of the same name.
     *
     * @throws IllegalArgumentException if the name is blank or taken, or the role is {@code
     *     FEATURES}, of which there may be several
     */
    public Topics withName(TopicRole role, String name) {
        if (role == TopicRole.FEATURES) {
            throw new IllegalArgumentException(
                    "a topic of features belongs to a modality: give it with that");
        }
        if (role.isMedia()) {
            return withModality(role.defaultName(), role, name);
        }
        EnumMap<TopicRole, String> changed = new EnumMap<>(names);
        changed.put(role, new Topic(role, name).name());
        return new Topics(changed, modalities);
    }

    /**
     * These topics, with that of a modality, new or changed.
     *
     * @param modality name of the modality
     * @param role what its records are: {@code AUDIO}, {@code VIDEO} or {@code FEATURES}
     * @param name name of the topic
     * @throws IllegalArgumentException if the name is blank or taken, or the role is another one
     */
    public Topics withModality(String modality, TopicRole role, String name) {
        if (!role.isMedia()) {
            throw new IllegalArgumentException(
                    "the records of modality "
                            + modality
                            + " must be audio, video or features, but are "
                            + role.defaultName());
        }
        LinkedHashMap<String, Topic> changed = new LinkedHashMap<>(modalities);
        changed.put(modality, new Topic(role, name));
        return new Topics(names, changed);
    }

    /** These topics, without any modality. */
    public Topics withoutModalities() {
        return new Topics(names, new LinkedHashMap<>());
    }

    /** These topics, each name with a prefix: for several jobs on one Kafka cluster. */
    public Topics withPrefix(String prefix) {
        EnumMap<TopicRole, String> changed = new EnumMap<>(names);
        changed.replaceAll((role, name) -> prefix + name);
        LinkedHashMap<String, Topic> prefixed = new LinkedHashMap<>(modalities);
        prefixed.replaceAll((modality, topic) -> new Topic(topic.role(), prefix + topic.name()));
        return new Topics(changed, prefixed);
    }

    /**
     * The name of a topic; for {@code AUDIO}, {@code VIDEO} and {@code FEATURES} that of the first
     * modality with this role.
     *
     * @throws IllegalArgumentException if there is no such modality
     */
    public String name(TopicRole role) {
        if (!role.isMedia()) {
            return names.get(role);
        }
        return modalities.values().stream()
                .filter(topic -> topic.role() == role)
                .map(Topic::name)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no modality with a topic for "
                                                + role.defaultName()));
    }

    /** The topics of the modalities, by modality, in the order in which they were given. */
    public Map<String, Topic> modalities() {
        return Collections.unmodifiableMap(modalities);
    }

    /** All topics: those of the modalities, then the others in the order of the roles. */
    public List<Topic> all() {
        List<Topic> topics = new ArrayList<>(modalities.values());
        names.forEach((role, name) -> topics.add(new Topic(role, name)));
        return topics;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topics that
                && names.equals(that.names)
                && modalities.equals(that.modalities);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + modalities.hashCode();
    }

    @Override
    public String toString() {
        return all().toString();
    }
}
