package io.github.faxnummer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dependency rules of {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "io.github.faxnummer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/faxnummer");
    private static final Pattern FIELD_OF_THE_API = Pattern.compile(
            "\"[^\"\n]*\\b(WR_|s(Product(Login|Code)|Command|Destination|Email|Fax|Sender|Source|FaxFileName"
                    + "|JobUUID)\\b)");

    /** Packages of libraries that core keeps to itself. */
    private static final String[] LIBRARIES = {
        "okhttp3..",
        "okio..",
        "kotlin..",
        "com.fasterxml.jackson..",
        "de.siegmar.fastcsv..",
        "org.apache.pdfbox..",
        "org.apache.xmpbox..",
        "org.bouncycastle..",
        "java.sql.."
    };

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.github.faxnummer.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheProvidersClientUsesOkHttp = noClasses()
            .that()
            .resideInAPackage("io.github.faxnummer..")
            .and()
            .resideOutsideOfPackage("..provider.faxnummerde..")
            .and()
            .resideOutsideOfPackage("..sandbox..")
            .and()
            // Its mapping of domains to ASCII keeps ß, which the JDK's turns into ss.
            .doNotHaveSimpleName("EmailAddress")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "okio..");

    @ArchTest
    static final ArchRule onlyPersistedFormsAndResponsesUseJackson = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..provider.faxnummerde..",
                    "..report..",
                    "..delivery..",
                    "..json..",
                    "..table..",
                    "..archive..",
                    "..sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule onlyTablesUseFastCsv = noClasses()
            .that()
            .resideOutsideOfPackages("..table..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("de.siegmar.fastcsv..");

    @ArchTest
    static final ArchRule onlyReportsAndTheirSignaturesUsePdfBox = noClasses()
            .that()
            .resideOutsideOfPackages("..report.pdf..", "..signature..", "io.github.faxnummer.pdf..", "..sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pdfbox..", "org.apache.xmpbox..");

    @ArchTest
    static final ArchRule onlySignaturesUseBouncyCastle = noClasses()
            .that()
            .resideOutsideOfPackages("..signature..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule onlyTheLedgerUsesJdbc = noClasses()
            .that()
            .resideOutsideOfPackages("..ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.sql..");

    @ArchTest
    static final ArchRule onlyConvertersStartProcesses = noClasses()
            .that()
            .resideOutsideOfPackages("..converter..", "..sandbox..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    @ArchTest
    static final ArchRule publicSignaturesNameNoLibrary = classes()
            .that()
            .resideInAPackage("io.github.faxnummer..")
            .and()
            .resideOutsideOfPackages("io.github.faxnummer.pdf..", "..sandbox..")
            .and()
            .arePublic()
            .should(nameNoLibraryInPublicSignatures());

    @ArchTest
    static final ArchRule onlyTheProviderSeamLeadsToTheProvidersClient = noClasses()
            .that()
            .resideOutsideOfPackages("..provider.faxnummerde..", "..sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..provider.faxnummerde..");

    @ArchTest
    static final ArchRule coreReadsNoEnvironmentAndPrintsNothing = noClasses()
            .that()
            .resideOutsideOfPackages("..sandbox..")
            .should()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class, String.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @Test
    void onlyTheProvidersClientNamesFieldsOfTheApi() throws IOException {
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> naming = sources.filter(it -> it.toString().endsWith(".java"))
                    .filter(it -> !it.startsWith(SOURCES.resolve("provider/faxnummerde")))
                    .filter(ArchitectureTest::namesAField)
                    .toList();
            assertThat(naming).isEmpty();
        }
    }

    private static boolean namesAField(Path source) {
        try {
            return FIELD_OF_THE_API.matcher(Files.readString(source)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ArchCondition<JavaClass> nameNoLibraryInPublicSignatures() {
        return new ArchCondition<>("name no type of a library in a public signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaField field : type.getFields()) {
                    if (isApi(field.getModifiers())) {
                        report(field.getDescription(), field.getAllInvolvedRawTypes().stream(), events);
                    }
                }
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    if (isApi(unit.getModifiers())) {
                        report(unit.getDescription(), unit.getAllInvolvedRawTypes().stream(), events);
                    }
                }
            }
        };
    }

    private static boolean isApi(java.util.Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static void report(String member, Stream<JavaClass> types, ConditionEvents events) {
        types.filter(ArchitectureTest::isOfLibrary)
                .forEach(type ->
                        events.add(SimpleConditionEvent.violated(type, member + " names " + type.getFullName())));
    }

    private static boolean isOfLibrary(JavaClass type) {
        return Stream.of(LIBRARIES)
                .map(library -> library.substring(0, library.length() - 2))
                .anyMatch(library -> type.getPackageName().startsWith(library));
    }
}
