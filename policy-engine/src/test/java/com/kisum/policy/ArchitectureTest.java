package com.kisum.policy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Do the arrows that a POM cannot see still point one way? A rule that matches no class fails. */
class ArchitectureTest {
    private static final String OURS = "com.kisum.policy..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("com.kisum.policy");

    @Test
    void accessLeansOnNothingOfOurs() {
        onlyLeansOn("com.kisum.policy.access..", "com.kisum.policy.access..");
    }

    @Test
    void pathLeansOnNothingOfOurs() {
        onlyLeansOn("com.kisum.policy.path..", "com.kisum.policy.path..");
    }

    @Test
    void routeLeansOnAccessAndPathOnly() {
        onlyLeansOn("com.kisum.policy.route..", "com.kisum.policy.route..", "com.kisum.policy.access..",
                "com.kisum.policy.path..");
    }

    @Test
    void theDecisionKnowsNothingOfFilesAndTools() {
        onlyLeansOn("com.kisum.policy", "com.kisum.policy", "com.kisum.policy.route..", "com.kisum.policy.access..",
                "com.kisum.policy.path..");
    }

    @Test
    void theDecisionIsPlainJava() {
        classes().that().resideInAnyPackage("com.kisum.policy", "com.kisum.policy.route..",
                "com.kisum.policy.access..", "com.kisum.policy.path..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("com.kisum.policy..", "java..", "org.jspecify.annotations..").check(CLASSES);
    }

    @Test
    void nothingReadsAClock() {
        DescribedPredicate<JavaClass> clock = nameMatching("java\\.time\\.(Clock|InstantSource)")
                .forSubtype();
        noClasses().that().resideInAPackage(OURS).should().dependOnClassesThat(clock).check(CLASSES);
        noClasses().that().resideInAPackage(OURS).should()
                .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime"))).check(CLASSES);
    }

    @Test
    void nothingTouchesFilesOrTheNetwork() {
        noClasses().that().resideInAPackage(OURS).should()
                .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..",
                        "java.net..", "javax.net..").and(not(nameMatching("java\\.net\\.(URI|URISyntaxException)"))))
                .check(CLASSES);
    }

    @Test
    void nothingStartsThreadsOrThrowsDice() {
        noClasses().that().resideInAPackage(OURS).should().dependOnClassesThat().areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent..")).orShould().dependOnClassesThat()
                .areAssignableTo(Random.class).check(CLASSES);
    }

    private static void onlyLeansOn(String room, String... rooms) {
        classes().that().resideInAPackage(room).should()
                .onlyDependOnClassesThat(not(resideInAPackage(OURS)).or(resideInAnyPackage(rooms))).check(CLASSES);
    }
}
