package io.github.faxnummer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.faxnummer.provider.Password;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dependency rules of {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "io.github.faxnummer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Path CORE = Path.of("src/main");
    private static final List<Path> ADAPTERS =
            List.of(Path.of("../faxnummer-maven-plugin/src/main"), Path.of("../faxnummer-jenkins-plugin/src/main"));

    private static final Pattern FIELD_OF_THE_API = Pattern.compile(
            "\\b(WR_|s(Product(Login|Code)|Command|Destination|Email|Fax|Sender|Source|FaxFileName|JobUUID)\\b)");
    private static final Pattern TEXT_FILE = Pattern.compile(".*\\.(java|json|properties|html|jelly)");

    /** Messages about responses that do not follow the API's protocol. */
    private static final Pattern PROTOCOL_MESSAGE = Pattern.compile("(?m)^protocol\\..*$");

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
            .and()
            // A URL must mean the same here and in the client, or a check of its host is void.
            .doNotHaveSimpleName("Endpoint")
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
    static final ArchRule onlyClientsOfProvidersReadPasswords =
            noClasses().that().resideOutsideOfPackage("..provider.*..").should().callMethod(Password.class, "value");

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
            .callMethodWhere(describe("it reads properties or prints", ArchitectureTest::readsPropertiesOrPrints))
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @Test
    void onlyTheProvidersClientNamesFieldsOfTheApi() {
        Path client = CORE.resolve("java/io/github/faxnummer/provider/faxnummerde");
        assertThat(containing(FIELD_OF_THE_API, CORE)).isNotEmpty().allMatch(it -> it.startsWith(client));
        for (Path adapter : ADAPTERS) {
            assertThat(containing(FIELD_OF_THE_API, adapter)).isEmpty();
        }
    }

    /** A second provider is chosen there. */
    @Test
    void oneClassOfEachAdapterChoosesTheProvider() {
        Pattern client = Pattern.compile("provider\\.faxnummerde");
        assertThat(ADAPTERS.stream()
                        .flatMap(adapter -> containing(client, adapter).stream())
                        .map(it -> it.getFileName().toString()))
                .containsExactly("Provider.java", "ClientPool.java");
    }

    @Test
    void adaptersReadNoPasswordOfAnAccount() {
        Pattern value = Pattern.compile("password\\(\\)\\s*\\.value\\(");
        assertThat(ADAPTERS).allSatisfy(it -> assertThat(containing(value, it)).isEmpty());
    }

    /** The Maven plugin has libraries of core on its class path, so the compiler would not notice. */
    @Test
    void adaptersUseNoLibraryOfCore() {
        Pattern imported = Pattern.compile("(?m)^import (static )?("
                + Stream.of(LIBRARIES)
                        .map(it -> Pattern.quote(it.substring(0, it.length() - 1)))
                        .collect(Collectors.joining("|"))
                + ")");
        for (Path adapter : ADAPTERS) {
            assertThat(containing(imported, adapter)).isEmpty();
        }
    }

    /** Sources and resources with a text, in comments and descriptions, too; except messages about the protocol. */
    private static List<Path> containing(Pattern pattern, Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(it -> TEXT_FILE.matcher(it.toString()).matches())
                    .filter(it -> pattern.matcher(
                                    PROTOCOL_MESSAGE.matcher(read(it)).replaceAll(""))
                            .find())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchCondition<JavaClass> nameNoLibraryInPublicSignatures() {
        return new ArchCondition<>("name no type of a library in a public signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                report(type.getDescription(), type.getAllRawSuperclasses().stream(), events);
                report(type.getDescription(), type.getAllRawInterfaces().stream(), events);
                for (JavaField field : type.getFields()) {
                    if (isApi(field.getModifiers())) {
                        report(field.getDescription(), field.getAllInvolvedRawTypes().stream(), events);
                    }
                }
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    if (isApi(unit.getModifiers())) {
                        report(unit.getDescription(), unit.getAllInvolvedRawTypes().stream(), events);
                        report(
                                unit.getDescription(),
                                unit.getThrowsClause().stream().map(it -> it.getRawType()),
                                events);
                    }
                }
            }
        };
    }

    private static boolean readsPropertiesOrPrints(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        return switch (call.getName()) {
            case "getProperties" -> owner.isEquivalentTo(System.class);
            case "getBoolean" -> owner.isEquivalentTo(Boolean.class);
            case "getInteger" -> owner.isEquivalentTo(Integer.class);
            case "getLong" -> owner.isEquivalentTo(Long.class);
            case "printStackTrace" -> call.getTarget().getRawParameterTypes().isEmpty();
            default -> false;
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
