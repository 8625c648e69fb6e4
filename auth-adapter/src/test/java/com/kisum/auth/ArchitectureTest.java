package com.kisum.auth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Does what reaches Auth stay in here? */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("com.kisum.auth");

    @Test
    void whatIsPublicKnowsNoLibraryOfTheWire() {
        noClasses().that().haveModifier(JavaModifier.PUBLIC).and().doNotHaveSimpleName("AuthAdapter").should()
                .dependOnClassesThat().resideInAnyPackage("io.r2dbc..", "io.netty..", "reactor.netty..",
                        "com.nimbusds..", "tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void implementationsStayInside() {
        noClasses().that().haveSimpleNameStartingWith("Postgres").or().haveSimpleNameStartingWith("Http").or()
                .haveSimpleNameStartingWith("Jw").should().bePublic().check(CLASSES);
    }

    @Test
    void knowsNeitherCoreNorTheGateway() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("com.kisum.core..", "com.kisum.gateway..", "org.springframework..").check(CLASSES);
    }
}
