package io.github.faxnummer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.signature.VerificationOptions;
import io.github.faxnummer.testing.ChildJvm;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class ReportArchiveTest {

    private static final int CHANGES = Integer.getInteger("archive.changes", 200);
    private static final int KILLS = Integer.getInteger("archive.kills", 4);

    @TempDir
    Path folder;

    @Test
    void keepsReportsAndDocumentsInFoldersThatSort() throws Exception {
        Path archive = folder.resolve("archive");
        ReportArchive.Added added = Archives.add(archive, folder, "a.pdf");

        assertThat(added.entry().folder()).matches("2026/07/20260701T100000Z-[0-9a-f]{8}");
        Path kept = archive.resolve(added.entry().folder());
        assertThat(kept.resolve("fax-report.json")).hasContent("{\"document\":\"a.pdf\"}");
        assertThat(kept.resolve("document-1.pdf")).hasBinaryContent(Files.readAllBytes(folder.resolve("a.pdf")));
        assertThat(added.isComplete()).isTrue();
        assertThat(problems(archive, added.head())).isEmpty();
        assertThat(Files.readString(archive.resolve("index.csv")).lines())
                .hasSize(3)
                .element(2)
                .asString()
                .startsWith("1,2026-07-01T10:00:00Z," + added.entry().folder() + ",a.pdf,00493023125017,PLANNED,,");
    }

    @Test
    void chainsEntries() throws Exception {
        Path archive = folder.resolve("archive");
        ReportArchive.Added first = Archives.add(archive, folder, "a.pdf");
        ReportArchive.Added second = Archives.add(archive, folder, "a.pdf");

        assertThat(first.entry().previous()).isEqualTo(ArchiveEntry.NONE);
        assertThat(second.entry().previous()).isEqualTo(first.head());
        assertThat(second.entry().folder()).isNotEqualTo(first.entry().folder());
        assertThat(ArchiveVerifier.entries(archive)).containsExactly(first.entry(), second.entry());
    }

    @Test
    void reportsDocumentThatChangedOrIsGone() throws Exception {
        Document changed = new Document(
                Files.write(folder.resolve("changed.pdf"), Pdfs.pages(2)).toString(),
                "changed.pdf",
                Pdfs.facts(Pdfs.pages(1), 1));
        Document gone = new Document(folder.resolve("gone.pdf").toString(), "gone.pdf", Pdfs.facts(Pdfs.pages(1), 1));
        for (Document document : List.of(changed, gone)) {
            ReportArchive.Added added = Archives.archive(folder.resolve("archive"))
                    .add(
                            Archives.delivery(document),
                            FakeClock.START,
                            List.of(),
                            it -> DocumentContent.of(Path.of(it)));
            assertThat(added.isComplete()).isFalse();
            assertThat(added.notes().get(0).in(Locale.ENGLISH))
                    .isEqualTo(document.name()
                            + " is not in the archive: the file was gone, could not be read or had changed since it was"
                            + " sent.");
            assertThat(problems(folder.resolve("archive"), added.head())).isEmpty();
        }
    }

    @Test
    void doesNotCallDocumentSentThatEarlierRunMayHaveSentOtherwise() throws Exception {
        byte[] content = Pdfs.pages(1);
        Document document =
                new Document(Files.write(folder.resolve("a.pdf"), content).toString(), "a.pdf", Pdfs.facts(content, 1));
        EarlierSubmission earlier = new EarlierSubmission(
                1, EarlierSubmission.State.DELIVERED, FakeClock.START, "build 17", Optional.of(new JobId("job-1")));
        ReportArchive.Added added = Archives.archive(folder.resolve("archive"))
                .add(
                        Archives.delivery(document).resumeFromLedger(Map.of(0, earlier), FakeClock.START),
                        FakeClock.START,
                        List.of(),
                        it -> DocumentContent.of(Path.of(it)));

        assertThat(added.isComplete()).isTrue();
        assertThat(added.notes())
                .singleElement()
                .extracting(it -> it.in(Locale.ENGLISH))
                .asString()
                .startsWith("a.pdf is in the archive as it is in this run: an earlier run sent it");
    }

    @Test
    void saysThatReportOfFollowedJobHasNoDocument() throws Exception {
        Delivery followed = Delivery.following(
                List.of(new JobId("job-1")), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT);
        ReportArchive.Added added = Archives.archive(folder.resolve("archive"))
                .add(followed, FakeClock.START, List.of(), it -> DocumentContent.of(Path.of(it)));

        assertThat(added.isComplete()).isTrue();
        assertThat(added.notes())
                .singleElement()
                .extracting(it -> it.in(Locale.ENGLISH))
                .asString()
                .startsWith("The archived report has no document");
    }

    /** Minutes pass while the files of a large archive are read. */
    @Test
    void verifiesArchiveWhileAnotherProgramAddsReports() throws Exception {
        Path archive = folder.resolve("archive");
        Archives.add(archive, folder, "a.pdf");
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> adding = threads.submit(() -> {
                int added = 0;
                while (!isOver.get()) {
                    Archives.add(archive, folder, "b.pdf");
                    added++;
                }
                return added;
            });
            for (int i = 0; i < 40; i++) {
                assertThat(problems(archive, Optional.empty())).isEmpty();
            }
            isOver.set(true);
            assertThat(adding.get(1, TimeUnit.MINUTES)).isPositive();
        } finally {
            isOver.set(true);
            threads.shutdown();
        }
    }

    @Test
    void doesNotCallFilesOfInterruptedEntryAdded() throws Exception {
        Path archive = folder.resolve("archive");
        ReportArchive.Added first = Archives.add(archive, folder, "a.pdf");
        String before = Files.readString(archive.resolve("index.jsonl"));
        String table = Files.readString(archive.resolve("index.csv"));
        ReportArchive.Added second = Archives.add(archive, folder, "b.pdf");
        Files.writeString(archive.resolve("index.jsonl"), before);
        Files.writeString(archive.resolve("index.csv"), table);
        Files.writeString(archive.resolve("index.pending"), second.entry().line() + "\n");

        assertThat(problems(archive, first.head())).isEmpty();

        Path document = archive.resolve(second.entry().folder()).resolve("document-1.pdf");
        Files.write(document, Pdfs.pages(1));
        assertThat(problems(archive, first.head()))
                .singleElement()
                .asString()
                .contains("document-1.pdf was changed since it was archived (entry 2)");
    }

    @Test
    void archivesReportWhoseDocumentCannotBeRead() throws Exception {
        Path file = Files.writeString(folder.resolve("not-a-folder"), "");
        Document document = new Document(file.resolve("a.pdf").toString(), "a.pdf", Pdfs.facts(Pdfs.pages(1), 1));
        Path report = Files.writeString(folder.resolve("fax-report.json"), "{}");
        ReportArchive.Added added = Archives.archive(folder.resolve("archive"))
                .add(
                        Archives.delivery(document),
                        FakeClock.START,
                        List.of(report),
                        it -> DocumentContent.of(Path.of(it)));

        assertThat(added.isComplete()).isFalse();
        assertThat(added.notes().get(0).in(Locale.ENGLISH)).startsWith("a.pdf is not in the archive: ");
        assertThat(problems(folder.resolve("archive"), added.head())).isEmpty();
    }

    @Test
    void leavesNoCopiesWhereNothingIsAdded() throws Exception {
        Path archive = folder.resolve("archive");
        Archives.add(archive, folder, "a.pdf");
        Files.writeString(archive.resolve("index.jsonl"), "damaged", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> Archives.add(archive, folder, "b.pdf")).hasMessageContaining("is damaged");

        assertThat(archive.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void findsChangesOfIndexThatChangeNoValue() throws Exception {
        Path archive = folder.resolve("archive");
        Archives.add(archive, folder, "a.pdf");
        Archives.add(archive, folder, "b.pdf");
        Path index = archive.resolve("index.jsonl");
        String genuine = Files.readString(index);
        int last = genuine.lastIndexOf("{\"version\"");

        for (String changed : List.of(
                genuine.substring(0, last + 1) + "\"approvedBy\":\"Dr. X\"," + genuine.substring(last + 1),
                genuine.substring(0, last + 1) + " " + genuine.substring(last + 1),
                genuine.replaceFirst("\n", "\r\n"),
                genuine.replaceFirst("\n", "\r"),
                genuine + "\n")) {
            Files.writeString(index, changed);
            assertThat(problems(archive, Optional.empty())).as(changed).isNotEmpty();
            // A change must not become a part of the chain.
            if (!changed.startsWith(genuine.substring(0, last)) || changed.endsWith("\n\n")) {
                continue;
            }
            assertThatThrownBy(() -> Archives.add(archive, folder, "c.pdf")).hasMessageContaining("is damaged");
        }
        Files.writeString(index, genuine);
        assertThat(problems(archive, Optional.empty())).isEmpty();
    }

    @Test
    void completesEntryInterruptedAtAnyByte() throws Exception {
        Path whole = folder.resolve("whole");
        Archives.add(whole, folder, "a.pdf");
        String before = Files.readString(whole.resolve("index.jsonl"));
        String tableBefore = Files.readString(whole.resolve("index.csv"));
        ReportArchive.Added second = Archives.add(whole, folder, "b.pdf");
        String line = second.entry().line() + "\n";
        String rows = second.entry().rows();
        for (int cut = 0; cut <= line.length(); cut += cut < line.length() - 20 ? 97 : 1) {
            for (int tableCut : cut == line.length() ? new int[] {0, 10, rows.length()} : new int[] {0}) {
                for (boolean isMoved : cut == 0 ? new boolean[] {false, true} : new boolean[] {true}) {
                    Path archive = folder.resolve("cut-" + cut + "-" + tableCut + "-" + isMoved);
                    copy(whole, archive);
                    Files.writeString(archive.resolve("index.jsonl"), before + line.substring(0, cut));
                    Files.writeString(archive.resolve("index.csv"), tableBefore + rows.substring(0, tableCut));
                    Files.writeString(archive.resolve("index.pending"), line);
                    if (!isMoved) {
                        Path moved = archive.resolve(second.entry().folder());
                        Path incoming = archive.resolve(".incoming").resolve(String.valueOf(moved.getFileName()));
                        Files.createDirectories(archive.resolve(".incoming"));
                        Files.move(moved, incoming);
                    }

                    ReportArchive.Added third = Archives.add(archive, folder, "c.pdf");

                    assertThat(third.entry().number()).as(archive.toString()).isEqualTo(3);
                    assertThat(third.entry().previous()).isEqualTo(second.head());
                    assertThat(problems(archive, third.head()))
                            .as(archive.toString())
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void addsBehindEntryOfThousandsOfFaxes(boolean isFirst) throws Exception {
        Path archive = folder.resolve("archive");
        if (!isFirst) {
            Archives.add(archive, folder, "a.pdf");
        }
        List<FaxNumber> numbers = IntStream.range(0, 5000)
                .mapToObj(it -> new FaxNumber("00" + (493_023_125_000L + it)))
                .toList();
        Document document = new Document("gone.pdf", "n".repeat(200), Pdfs.facts(Pdfs.pages(1), 1));
        ReportArchive.Added large = Archives.archive(archive)
                .add(
                        Archives.delivery(document, numbers),
                        FakeClock.START,
                        List.of(),
                        it -> DocumentContent.of(folder.resolve(it)));
        assertThat(large.entry().line().length()).isGreaterThan(1 << 20);
        Path index = archive.resolve("index.jsonl");
        String line = large.entry().line() + "\n";
        String before = Files.readString(index).replace(line, "");

        for (String interrupted : List.of("", line.substring(0, (1 << 20) + 10), line)) {
            Files.writeString(index, before + interrupted);
            Files.writeString(archive.resolve("index.pending"), line);
            ReportArchive.Added next = Archives.add(archive, folder, "b.pdf");
            assertThat(next.entry().previous()).isEqualTo(large.head());
            assertThat(problems(archive, next.head())).isEmpty();
            delete(archive.resolve(next.entry().folder()));
        }
    }

    @Test
    void verifiesArchiveBehindLink() throws Exception {
        Path archive = folder.resolve("archive");
        String head = Archives.add(archive, folder, "a.pdf").head();
        Path link;
        try {
            link = Files.createSymbolicLink(folder.resolve("link"), archive);
        } catch (IOException | UnsupportedOperationException e) {
            throw new TestAbortedException("no symbolic links here", e);
        }
        assertThat(problems(link, head)).isEmpty();
        Files.writeString(archive.resolve("added.pdf"), "x");
        assertThat(problems(link, head)).singleElement().asString().contains("added.pdf is in no entry");
    }

    @Test
    void addsNothingToDamagedIndex() throws Exception {
        Path archive = folder.resolve("archive");
        Archives.add(archive, folder, "a.pdf");
        Files.writeString(archive.resolve("index.jsonl"), "{\"vers", StandardOpenOption.APPEND);
        String damaged = Files.readString(archive.resolve("index.jsonl"));

        assertThatThrownBy(() -> Archives.add(archive, folder, "b.pdf"))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("is damaged; nothing is added to it");
        assertThat(archive.resolve("index.jsonl")).hasContent(damaged);
    }

    @Test
    void findsEachSingleChange() throws Exception {
        Path original = folder.resolve("original");
        String head = "";
        for (int i = 0; i < 5; i++) {
            head = Archives.add(original, folder, "report-" + i + ".pdf").head();
        }
        assertThat(problems(original, head)).isEmpty();
        Random random = new Random(1);
        for (int i = 0; i < CHANGES; i++) {
            Path archive = folder.resolve("changed-" + i);
            copy(original, archive);
            String change = change(archive, random);
            assertThat(problems(archive, head)).as(change).isNotEmpty();
            delete(archive);
        }
    }

    @Test
    void findsRemovedLastEntryOnlyByCopyOfHead() throws Exception {
        Path archive = folder.resolve("archive");
        Archives.add(archive, folder, "a.pdf");
        String index = Files.readString(archive.resolve("index.jsonl"));
        String table = Files.readString(archive.resolve("index.csv"));
        ReportArchive.Added last = Archives.add(archive, folder, "b.pdf");
        delete(archive.resolve(last.entry().folder()));
        Files.writeString(archive.resolve("index.jsonl"), index);
        Files.writeString(archive.resolve("index.csv"), table);

        assertThat(ArchiveVerifier.verify(archive, Optional.empty(), VerificationOptions.NONE))
                .extracting(Verification::result)
                .doesNotContain(Verification.Result.NOT_MET)
                .contains(Verification.Result.NOTE);
        assertThat(problems(archive, last.head())).singleElement().asString().contains("its last lines were removed");
    }

    @Test
    void givesUpWhenAnotherProcessHoldsLock() throws Exception {
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Process holder = ChildJvm.of(LockHolder.class)
                .arguments(List.of(archive.resolve("index.lock").toString()))
                .start();
        try {
            assertThat(holder.getInputStream().read()).isPositive();
            // Sleeps without waiting: the limit is counted in tries.
            assertThatThrownBy(() -> Archives.add(new ReportArchive(archive, duration -> {}), folder, "a.pdf"))
                    .hasMessageContaining("has been locked by another program for 60 s");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(Archives.add(archive, folder, "a.pdf").entry().number()).isEqualTo(1);
    }

    /** Holds a lock until it is killed. */
    static final class LockHolder {
        public static void main(String[] arguments) throws Exception {
            try (FileChannel channel =
                    FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.println("LOCKED");
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void archivesAlthoughThreadIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        ReportArchive.Added added;
        try {
            added = Archives.add(new ReportArchive(folder.resolve("archive"), Sleeper.SYSTEM), folder, "a.pdf");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(problems(folder.resolve("archive"), added.head())).isEmpty();
    }

    @Test
    void staysWholeWhileJvmsAndClassLoadersWriteAndAreKilled() throws Exception {
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Random random = new Random(7);
        List<String> heads = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) {
            Process victim = program(archive, "victim-" + round, 1000);
            Process survivor = program(archive, "survivor-" + round, 15);
            int reports = 1 + random.nextInt(20);
            for (int i = 0; i < reports; i++) {
                heads.add(victim.inputReader().readLine());
            }
            victim.destroyForcibly().waitFor();
            survivor.inputReader().lines().forEach(heads::add);
            assertThat(survivor.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        heads.add(Archives.add(archive, folder, "last.pdf").head());

        assertThat(heads).doesNotContainNull();
        List<String> lines = Files.readAllLines(archive.resolve("index.jsonl"));
        assertThat(lines.stream().map(Sha256::of)).containsAll(heads);
        assertThat(problems(archive, heads.get(heads.size() - 1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "[]",
                "{\"version\":2,\"number\":1}",
                "{\"version\":1,\"number\":1,\"time\":\"2026-07-01T10:00:00Z\",\"folder\":\"../../etc\",\"files\":[],"
                        + "\"faxes\":[],\"previous\":\"0000000000000000000000000000000000000000000000000000000000000000\"}"
            })
    void reportsLineThatIsNoEntry(String line) throws Exception {
        Files.writeString(folder.resolve("index.jsonl"), line + "\n");
        assertThat(problems(folder, ArchiveEntry.NONE)).anyMatch(it -> it.contains("line 1 of the index"));
    }

    private Process program(Path archive, String work, int reports) {
        return ChildJvm.of(ArchivingProgram.class)
                .arguments(List.of(archive.toString(), folder.resolve(work).toString(), String.valueOf(reports)))
                .start();
    }

    private static List<String> problems(Path archive, String head) {
        return problems(archive, Optional.of(head));
    }

    private static List<String> problems(Path archive, Optional<String> head) {
        return ArchiveVerifier.verify(archive, head, VerificationOptions.NONE).stream()
                .filter(it -> it.result() == Verification.Result.NOT_MET)
                .map(it -> it.line().in(Locale.ENGLISH))
                .toList();
    }

    /** Returns what was changed. */
    private static String change(Path archive, Random random) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(archive)) {
            files = all.filter(Files::isRegularFile)
                    .filter(it -> !String.valueOf(it.getFileName()).equals("index.lock"))
                    .sorted()
                    .toList();
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(7));
                Files.write(file, bytes);
                return file + ": byte " + at + " changed";
            }
            case 1 -> {
                Files.write(file, Arrays.copyOf(bytes, at));
                return file + ": cut at " + at;
            }
            case 2 -> {
                Files.delete(file);
                return file + ": removed";
            }
            case 3 -> {
                Files.writeString(file, "x", StandardOpenOption.APPEND);
                return file + ": longer";
            }
            case 4 -> {
                Path added = file.resolveSibling("added-" + at + ".pdf");
                Files.write(added, bytes);
                return added + ": added";
            }
            default -> {
                Path index = archive.resolve("index.jsonl");
                List<String> lines = new ArrayList<>(Files.readAllLines(index));
                String removed = lines.remove(random.nextInt(lines.size()));
                Files.write(index, lines, StandardCharsets.UTF_8);
                return index + ": line removed: " + removed;
            }
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void delete(Path tree) throws Exception {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
