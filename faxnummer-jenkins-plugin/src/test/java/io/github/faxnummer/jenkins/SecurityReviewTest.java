package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.remoting.Callable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.POST;

/** The page about security names every way into the plugin, and what it says is in the code. */
class SecurityReviewTest {

    private static final String ROOT = SecurityReviewTest.class.getPackageName();
    private static final Path PAGE = Path.of("../docs/security-review.md");
    private static final Pattern WEB_METHOD =
            Pattern.compile("^\\| `([A-Za-z.]+#do[A-Za-z]+)` \\| (GET|POST) \\| ([^|]+) \\|", Pattern.MULTILINE);
    private static final Pattern REMOTE_CLASS = Pattern.compile("^\\| `([A-Z][A-Za-z]+)` \\|", Pattern.MULTILINE);
    private static final Set<String> CHECKS =
            Set.of("checkPermission", "hasPermission", "checkAnyPermission", "hasAnyPermission");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private record Stated(boolean post, boolean permission) {}

    @Test
    void listsEveryWebMethodWithPermissionAndHttpMethod() throws Exception {
        Map<String, Stated> stated = WEB_METHOD
                .matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap(
                        it -> it.group(1),
                        it -> new Stated(
                                it.group(2).equals("POST"), !it.group(3).equals("none")),
                        (a, b) -> a,
                        TreeMap::new));
        Map<String, Stated> found = new TreeMap<>();
        for (JavaClass type : classes) {
            for (JavaMethod method : type.getMethods()) {
                if (isWebMethod(method)) {
                    boolean post = method.isAnnotatedWith(POST.class) || method.isAnnotatedWith(RequirePOST.class);
                    found.put(name(method), new Stated(post, checksPermission(method, new HashSet<>())));
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(25).isEqualTo(stated);
    }

    @Test
    void listsEveryClassThatCrossesRemoting() throws Exception {
        String page = Files.readString(PAGE);
        String table = page.substring(page.indexOf("## Classes that cross"), page.indexOf("## Files on"));
        Set<String> stated = REMOTE_CLASS
                .matcher(table)
                .results()
                .map((MatchResult it) -> it.group(1))
                .collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            if ((type.isAssignableTo(Callable.class) || type.isAssignableTo("hudson.FilePath$FileCallable"))
                    && !type.isInterface()) {
                found.add(type.getSimpleName());
            }
        }
        assertThat(found).isNotEmpty().isEqualTo(new TreeSet<>(stated));
    }

    private static boolean isWebMethod(JavaMethod method) {
        return method.getName().matches("do[A-Z].*")
                && method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !method.getModifiers().contains(JavaModifier.BRIDGE);
    }

    /** Follows calls within the plugin. */
    private boolean checksPermission(JavaCodeUnit unit, Set<JavaCodeUnit> seen) {
        return seen.add(unit)
                && unit.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> CHECKS.contains(call.getTarget().getName())
                                || call.getTarget()
                                        .resolveMember()
                                        .filter(it ->
                                                classes.contain(it.getOwner().getName()))
                                        .filter(it -> checksPermission(it, seen))
                                        .isPresent());
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getName().replaceFirst(".*[.]", "").replace('$', '.') + "#" + method.getName();
    }
}
