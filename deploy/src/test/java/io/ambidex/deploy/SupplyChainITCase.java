/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bill of materials (CycloneDX) that the build puts beside what it ships. */
class SupplyChainITCase {
    private static final Path SBOM = Layout.HOME.resolve("sbom.cdx.json");

    /** Licences that let a program under Apache-2.0 ship the component. */
    private static final List<String> PERMISSIVE =
            List.of("apache", "mit", "bsd", "go license", "cc0", "public domain", "unlicense");

    private static JsonNode components;

    @BeforeAll
    static void readTheBillOfMaterials() throws IOException {
        assumeTrue(Files.exists(SBOM), "no bill of materials: it is made in online builds only");
        components = new ObjectMapper().readTree(SBOM.toFile()).path("components");
    }

    @Test
    void everyJarThatIsShippedStandsInIt() throws IOException {
        List<String> names = new ArrayList<>();
        components.forEach(
                c -> names.add(c.path("name").asText() + "-" + c.path("version").asText()));
        for (String folder : List.of("lib", "local")) {
            for (Path jar : Layout.jars(folder)) {
                String file = jar.getFileName().toString();
                if (!file.startsWith("ambidex-")) {
                    assertThat(names).as(file).anyMatch(file::startsWith);
                }
            }
        }
    }

    @Test
    void everyComponentMayBeTakenUnderAPermissiveLicence() {
        for (JsonNode component : components) {
            List<String> licences = new ArrayList<>();
            for (JsonNode licence : component.path("licenses")) {
                licences.add(licence.path("expression").asText());
                licences.add(licence.path("license").path("id").asText());
                licences.add(licence.path("license").path("name").asText());
            }
            assertThat(licences)
                    .as(component.path("purl").asText())
                    .anyMatch(SupplyChainITCase::isPermissive);
        }
    }

    private static boolean isPermissive(String licence) {
        String lower = licence.toLowerCase(Locale.ROOT);
        return PERMISSIVE.stream().anyMatch(lower::contains);
    }
}
