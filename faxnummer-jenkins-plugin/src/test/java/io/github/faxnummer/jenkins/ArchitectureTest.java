package io.github.faxnummer.jenkins;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.faxnummer.jenkins.config.ClientPool;
import io.github.faxnummer.provider.Password;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = ArchitectureTest.class.getPackageName();

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("step")
                .definedBy(ROOT + ".step")
                .layer("report")
                .definedBy(ROOT + ".report")
                .layer("delivery")
                .definedBy(ROOT + ".delivery")
                .layer("ledger")
                .definedBy(ROOT + ".ledger")
                .layer("config")
                .definedBy(ROOT + ".config")
                .layer("agent")
                .definedBy(ROOT + ".agent")
                .layer("texts")
                .definedBy(ROOT)
                .whereLayer("step")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("step")
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers("step", "report")
                .whereLayer("ledger")
                .mayOnlyBeAccessedByLayers("step", "delivery")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("step", "report", "delivery", "ledger")
                .whereLayer("agent")
                .mayOnlyBeAccessedByLayers("step", "report", "delivery", "config")
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    /** The API plugins' OkHttp and Jackson are on the class path, so the compiler would not notice. */
    @Test
    void usesNoLibraryOfCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson..", "okhttp3..", "okio..", "org.apache.pdfbox..", "org.bouncycastle..")
                .check(classes);
    }

    /** A second provider is chosen there. */
    @Test
    void onlyPoolOfClientsKnowsTheProvider() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(ClientPool.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..provider.faxnummerde..")
                .check(classes);
    }

    @Test
    void readsNoPasswordOfAnAccount() {
        noClasses().should().callMethod(Password.class, "value").check(classes);
    }
}
