/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The direction of dependencies between the modules and their rooms. */
@AnalyzeClasses(packages = "io.ambidex", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theModelKnowsNeitherFlinkNorKafkaNorTheConnectors =
            noClasses()
                    .that()
                    .resideInAPackage("io.ambidex.model..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.flink..",
                            "org.apache.kafka..",
                            "kafka..",
                            "org.apache.avro..",
                            "io.ambidex.connectors..",
                            "io.ambidex.flink..");

    @ArchTest
    static final ArchRule theConnectorsKnowNeitherDjlNorTheModelNorTheJob =
            noClasses()
                    .that()
                    .resideInAPackage("io.ambidex.connectors..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl..", "io.ambidex.model..", "io.ambidex.flink..");

    @ArchTest
    static final ArchRule djlIsTheModelsBusiness =
            noClasses()
                    .that()
                    .resideInAPackage("io.ambidex.flink..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule aBrokerInTheJvmIsForDemosAndTests =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.ambidex.flink.local..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..");

    @ArchTest
    static final ArchRule theJobDoesNotDependOnItsTools =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.ambidex.flink.pairing..",
                            "io.ambidex.flink.labeling..",
                            "io.ambidex.flink.training..",
                            "io.ambidex.flink.serving..",
                            "io.ambidex.flink.monitoring..",
                            "io.ambidex.flink.pipeline..",
                            "io.ambidex.flink.options..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.ambidex.flink.cli..",
                            "io.ambidex.flink.demo..",
                            "io.ambidex.flink.local..",
                            "picocli..");

    @ArchTest
    static final ArchRule internalPackagesAreUsedFromTheirOwnRoomOnly =
            classes()
                    .that(
                            describe(
                                    "are internal",
                                    type -> type.getPackageName().contains(".internal")))
                    .should(beUsedFromTheirRoomOnly())
                    .allowEmptyShould(true);

    private static ArchCondition<JavaClass> beUsedFromTheirRoomOnly() {
        return new ArchCondition<>("be used from their own room only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String name = type.getPackageName();
                String room = name.substring(0, name.indexOf(".internal"));
                type.getDirectDependenciesToSelf().stream()
                        .filter(d -> !within(d.getOriginClass().getPackageName(), room))
                        .forEach(
                                d ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        type, d.getDescription())));
            }
        };
    }

    private static boolean within(String packageName, String room) {
        return packageName.equals(room) || packageName.startsWith(room + ".");
    }
}
