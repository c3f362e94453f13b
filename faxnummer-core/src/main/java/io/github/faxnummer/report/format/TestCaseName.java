package io.github.faxnummer.report.format;

import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.provider.JobId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What JUnit readers know a fax by: the document as the class and the recipient as its test. No two faxes have the same,
 * because GitLab shows only the first of several equal ones, be it the delivered one.
 */
record TestCaseName(String className, String name) {

    private static final int MAX_LENGTH = 200;

    /**
     * The names of a delivery's transmissions, in their order.
     *
     * @param group tells them from those of other reports of the build; may be empty
     */
    static List<TestCaseName> of(String group, List<Transmission> transmissions) {
        List<TestCaseName> names = new ArrayList<>();
        Set<TestCaseName> used = new HashSet<>();
        Map<String, Set<String>> documents = new HashMap<>();
        for (Transmission transmission : transmissions) {
            documents
                    .computeIfAbsent(transmission.documentName(), name -> new LinkedHashSet<>())
                    .add(transmission.document());
        }
        for (Transmission transmission : transmissions) {
            TestCaseName plain =
                    new TestCaseName(className(group, documentName(transmission, documents)), name(transmission));
            TestCaseName name = plain;
            for (int number = 2; !used.add(name); number++) {
                name = new TestCaseName(plain.className(), plain.name() + " (" + number + ")");
            }
            names.add(name);
        }
        return names;
    }

    /** Readers take everything before the last dot as the package. */
    static String className(String group, String documentName) {
        return suite(group) + "." + withoutDots(documentName);
    }

    /** What the cases of a report have in common. */
    static String suite(String group) {
        return group.isEmpty() ? "fax" : "fax." + withoutDots(group);
    }

    private static String withoutDots(String text) {
        return Sanitizer.line(text, MAX_LENGTH).replace('.', '_');
    }

    private static String name(Transmission transmission) {
        String name = transmission.recipient().isEmpty()
                        && transmission.documentName().isEmpty()
                ? transmission.jobId().map(JobId::value).orElse("")
                : transmission.recipient();
        return Sanitizer.line(name, MAX_LENGTH);
    }

    /** The file name, after the folders in which documents of the same name differ. */
    private static String documentName(Transmission transmission, Map<String, Set<String>> documents) {
        Set<String> sameName = documents.getOrDefault(transmission.documentName(), Set.of());
        if (sameName.size() < 2) {
            return transmission.documentName();
        }
        List<List<String>> paths = sameName.stream().map(TestCaseName::segments).toList();
        List<String> path = segments(transmission.document());
        int common = 0;
        while (common < path.size() - 1 && isCommon(paths, common, path.get(common))) {
            common++;
        }
        return String.join("/", path.subList(common, path.size()));
    }

    private static boolean isCommon(List<List<String>> paths, int position, String segment) {
        return paths.stream()
                .allMatch(it -> position < it.size() && it.get(position).equals(segment));
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.split("[/\\\\]"));
    }
}
