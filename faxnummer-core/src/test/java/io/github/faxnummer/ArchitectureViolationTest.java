package io.github.faxnummer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.faxnummer.violation.Violations;
import io.github.faxnummer.violation.inner.Inner;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of {@link ArchitectureTest} fails with a class that breaks it. */
class ArchitectureViolationTest {

    @ParameterizedTest
    @MethodSource("violations")
    void reportsViolation(ArchRule rule, String violation) {
        JavaClasses classes = new ClassFileImporter()
                .importPackagesOf(Inner.class, Violations.class)
                .that(describe(
                        "are part of it",
                        it -> List.of(violation, "Inner", "Outer").contains(it.getSimpleName())));

        assertThat(rule.evaluate(classes).getFailureReport().getDetails())
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it).contains(violation));
    }

    private static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of(ArchitectureTest.packagesHaveNoCycles, "Outer"),
                Arguments.of(ArchitectureTest.onlyTheProvidersClientUsesOkHttp, "UsesOkHttp"),
                Arguments.of(ArchitectureTest.onlyPersistedFormsAndResponsesUseJackson, "UsesJackson"),
                Arguments.of(ArchitectureTest.onlyTablesUseFastCsv, "UsesFastCsv"),
                Arguments.of(ArchitectureTest.onlyReportsAndTheirSignaturesUsePdfBox, "UsesPdfBox"),
                Arguments.of(ArchitectureTest.onlySignaturesUseBouncyCastle, "UsesBouncyCastle"),
                Arguments.of(ArchitectureTest.onlyTheLedgerUsesJdbc, "UsesJdbc"),
                Arguments.of(ArchitectureTest.onlyConvertersStartProcesses, "StartsProcess"),
                Arguments.of(ArchitectureTest.onlyTheProviderSeamLeadsToTheProvidersClient, "KnowsProvidersClient"),
                Arguments.of(ArchitectureTest.onlyClientsOfProvidersReadPasswords, "ReadsPassword"),
                Arguments.of(ArchitectureTest.publicSignaturesNameNoLibrary, "TakesLibraryType"),
                Arguments.of(ArchitectureTest.publicSignaturesNameNoLibrary, "ThrowsLibraryType"),
                Arguments.of(ArchitectureTest.publicSignaturesNameNoLibrary, "ExtendsLibraryType"),
                Arguments.of(ArchitectureTest.publicSignaturesNameNoLibrary, "ImplementsLibraryType"),
                Arguments.of(ArchitectureTest.coreReadsNoEnvironmentAndPrintsNothing, "ReadsEnvironment"),
                Arguments.of(ArchitectureTest.coreReadsNoEnvironmentAndPrintsNothing, "ReadsAllProperties"),
                Arguments.of(ArchitectureTest.coreReadsNoEnvironmentAndPrintsNothing, "ReadsFlag"),
                Arguments.of(ArchitectureTest.coreReadsNoEnvironmentAndPrintsNothing, "PrintsStackTrace"));
    }
}
