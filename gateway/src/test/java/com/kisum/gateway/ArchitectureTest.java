package com.kisum.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.base.DescribedPredicate;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

/** Do the rooms of the gateway keep to what their names say? */
class ArchitectureTest {
    private static final String GATEWAY = "com.kisum.gateway";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(GATEWAY, "com.kisum.auth", "com.kisum.core");

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching(GATEWAY + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theAdaptersNeverSeeEachOther() {
        noClasses().that().resideInAPackage("com.kisum.auth..").should().dependOnClassesThat()
                .resideInAnyPackage("com.kisum.core..", GATEWAY + "..").check(CLASSES);
        noClasses().that().resideInAPackage("com.kisum.core..").should().dependOnClassesThat()
                .resideInAnyPackage("com.kisum.auth..", GATEWAY + "..").check(CLASSES);
    }

    @Test
    void theAdaptersAreKnownWhereTheyAreAskedAndNowhereElse() {
        noClasses().that().resideInAPackage(GATEWAY + "..").and()
                .resideOutsideOfPackages(GATEWAY + ".identity..", GATEWAY + ".access..", GATEWAY + ".wiring..").should()
                .dependOnClassesThat().resideInAnyPackage("com.kisum.auth..", "com.kisum.core..").check(CLASSES);
    }

    @Test
    void onlyWiringConfigures() {
        classes().that().areMetaAnnotatedWith(Configuration.class).or().haveSimpleNameEndingWith("Wiring").and()
                .doNotHaveSimpleName("GatewayApplication").should().resideInAPackage(GATEWAY + ".wiring..")
                .check(CLASSES);
        noClasses().that().resideOutsideOfPackages(GATEWAY + ".wiring..", GATEWAY).should().dependOnClassesThat()
                .resideInAPackage(GATEWAY + ".wiring..").check(CLASSES);
    }

    @Test
    void decidingKnowsNoMoreOfSpringThanItsFilter() {
        noClasses().that().resideInAPackage(GATEWAY + ".decide..").should()
                .dependOnClassesThat(
                        DescribedPredicate.describe("are of Spring, but neither the filter nor its exchange",
                                (JavaClass type) -> type.getPackageName().startsWith("org.springframework.")
                                        && !type.getPackageName().equals("org.springframework.cloud.gateway.filter")
                                        && !type.getPackageName().equals("org.springframework.web.server")
                                        && !type.getPackageName().equals("org.springframework.http.server.reactive")))
                .check(CLASSES);
    }

    @Test
    void whatIsKnownOfARequestKnowsNoSpringAtAll() {
        noClasses().that().resideInAnyPackage(GATEWAY + ".answer..", GATEWAY + ".record..", GATEWAY + ".identity..",
                GATEWAY + ".access..").should().dependOnClassesThat().resideInAPackage("org.springframework..")
                .check(CLASSES);
    }

    @Test
    void nobodyTouchesTheBackendButTheProxy() {
        noClasses().that().resideInAPackage(GATEWAY + "..").and().resideOutsideOfPackage(GATEWAY + ".proxy..").should()
                .dependOnClassesThat().resideInAPackage("reactor.netty.http.client..").check(CLASSES);
    }
}
