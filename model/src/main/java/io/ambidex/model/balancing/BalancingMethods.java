/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every balancing method on the class path, by name, and chains of them: {@code
 * ogm-ge+joint-with-unimodal-losses} is one method whose parts act one after the other at every
 * stage.
 *
 * <p>Options of a chain: a name that one or several of its methods know is given to all of these;
 * {@code method.name} gives it to one method alone.
 */
public final class BalancingMethods {
    private BalancingMethods() {}

    /** All providers in alphabetical order of their names. */
    public static List<BalancingMethodProvider> providers() {
        return List.copyOf(byName().values());
    }

    /**
     * A new method or chain.
     *
     * @param name one name, or several joined by {@code +}
     * @param options as the user wrote them
     * @param modalities number of modalities of the network
     * @throws IllegalArgumentException for an unknown method or option, a value out of its limits,
     *     methods that exclude each other, or too few modalities; tells which
     */
    public static BalancingMethod create(String name, Map<String, String> options, int modalities) {
        List<BalancingMethodProvider> parts = parts(name);
        for (BalancingMethodProvider part : parts) {
            if (modalities < part.leastModalities()) {
                throw new IllegalArgumentException(
                        "method '%s' needs at least %d modalities, the network has %d"
                                .formatted(part.name(), part.leastModalities(), modalities));
            }
        }
        Map<String, MethodOptions> parsed = parse(parts, options);
        Map<String, BalancingMethod> methods = new LinkedHashMap<>();
        for (BalancingMethodProvider part : parts) {
            methods.put(part.name(), part.create(parsed.get(part.name())));
        }
        return methods.size() == 1
                ? methods.values().iterator().next()
                : new MethodChain(methods, exclusiveOwners(parts));
    }

    private static Map<String, BalancingMethodProvider> byName() {
        Map<String, BalancingMethodProvider> providers = new TreeMap<>();
        // The loader of this class sees the methods in the same jar and, in a job, those in the
        // user's jars.
        ServiceLoader.load(BalancingMethodProvider.class, BalancingMethods.class.getClassLoader())
                .forEach(provider -> providers.putIfAbsent(provider.name(), provider));
        ServiceLoader.load(BalancingMethodProvider.class)
                .forEach(provider -> providers.putIfAbsent(provider.name(), provider));
        return providers;
    }

    private static List<BalancingMethodProvider> parts(String name) {
        Map<String, BalancingMethodProvider> known = byName();
        Set<BalancingMethodProvider> parts = new LinkedHashSet<>();
        for (String part : name.split("\\+", -1)) {
            BalancingMethodProvider provider = known.get(part.trim());
            if (provider == null) {
                throw new IllegalArgumentException(
                        "unknown balancing method '%s'%s"
                                .formatted(
                                        part.trim(),
                                        NearestName.hint(part.trim(), known.keySet())));
            }
            if (!parts.add(provider)) {
                throw new IllegalArgumentException(
                        "method '%s' stands twice in '%s'".formatted(part.trim(), name));
            }
        }
        exclusiveOwners(List.copyOf(parts));
        return List.copyOf(parts);
    }

    private static Map<BalancingMethodProvider.Exclusive, String> exclusiveOwners(
            List<BalancingMethodProvider> parts) {
        Map<BalancingMethodProvider.Exclusive, String> owners =
                new EnumMap<>(BalancingMethodProvider.Exclusive.class);
        for (BalancingMethodProvider part : parts) {
            for (BalancingMethodProvider.Exclusive what : part.exclusive()) {
                String other = owners.put(what, part.name());
                if (other != null) {
                    throw new IllegalArgumentException(
                            "methods '%s' and '%s' cannot be chained: both decide the %s"
                                    .formatted(
                                            other,
                                            part.name(),
                                            what.name().toLowerCase(java.util.Locale.ROOT)));
                }
            }
        }
        return owners;
    }

    private static Map<String, MethodOptions> parse(
            List<BalancingMethodProvider> parts, Map<String, String> options) {
        Map<String, Map<String, String>> texts = new LinkedHashMap<>();
        parts.forEach(part -> texts.put(part.name(), new LinkedHashMap<>()));
        List<String> known = new ArrayList<>();
        parts.forEach(part -> part.options().forEach(option -> known.add(option.name())));
        options.forEach(
                (key, value) -> {
                    if (!assign(parts, key, value, texts)) {
                        throw new IllegalArgumentException(
                                "method '%s' has no option '%s'%s"
                                        .formatted(
                                                String.join("+", texts.keySet()),
                                                key,
                                                NearestName.hint(key, known)));
                    }
                });
        Map<String, MethodOptions> parsed = new LinkedHashMap<>();
        for (BalancingMethodProvider part : parts) {
            parsed.put(
                    part.name(),
                    MethodOptions.parse(part.name(), part.options(), texts.get(part.name())));
        }
        return parsed;
    }

    private static boolean assign(
            List<BalancingMethodProvider> parts,
            String key,
            String value,
            Map<String, Map<String, String>> texts) {
        boolean assigned = false;
        for (BalancingMethodProvider part : parts) {
            for (MethodOption<?> option : part.options()) {
                boolean addressed = key.equals(part.name() + "." + option.name());
                if (addressed || key.equals(option.name())) {
                    // An addressed value wins over one for the whole chain.
                    if (addressed) {
                        texts.get(part.name()).put(option.name(), value);
                    } else {
                        texts.get(part.name()).putIfAbsent(option.name(), value);
                    }
                    assigned = true;
                }
            }
        }
        return assigned;
    }
}
