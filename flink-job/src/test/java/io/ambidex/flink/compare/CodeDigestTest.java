/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDigestTest {
    @TempDir private Path folder;

    @Test
    void theCodeOfThisProcessHasOneDigest() {
        assertThat(CodeDigest.here()).matches("[0-9a-f]{64}").isEqualTo(CodeDigest.here());
    }

    @Test
    void aChangedClassOfTheModelChangesIt() throws Exception {
        Path model = Files.createDirectories(folder.resolve("io/ambidex/model"));
        Files.writeString(model.resolve("Ogm.class"), "one");
        String before = CodeDigest.of(folder.toUri(), "io/ambidex/model");
        Files.writeString(folder.resolve("io/Other.class"), "elsewhere");
        assertThat(CodeDigest.of(folder.toUri(), "io/ambidex/model")).isEqualTo(before);
        Files.writeString(model.resolve("Ogm.class"), "other");
        assertThat(CodeDigest.of(folder.toUri(), "io/ambidex/model")).isNotEqualTo(before);
    }

    @Test
    void aJarHasTheDigestOfItsContent() throws Exception {
        assertThat(CodeDigest.of(jar("a.jar", "one").toUri(), ""))
                .isEqualTo(CodeDigest.of(jar("b.jar", "one").toUri(), ""))
                .isNotEqualTo(CodeDigest.of(jar("c.jar", "other").toUri(), ""));
    }

    private Path jar(String name, String content) throws Exception {
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("mine/Method.class"));
            out.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return jar;
    }
}
