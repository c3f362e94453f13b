package io.github.faxnummer.provider.faxnummerde;

import static io.github.faxnummer.provider.faxnummerde.FaxnummerClientTest.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.RawServer;
import io.github.faxnummer.testing.StallingInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import okio.BufferedSink;
import okio.HashingSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DocumentStreamTest {

    private static final PdfFacts CHECKED = Pdfs.facts(Clients.PDF, 2);
    private static final PdfFacts LARGE = Pdfs.facts(100_000, "", 1);

    private final FaxnummerSandbox sandbox = FaxnummerSandbox.start();
    private final FaxnummerClient client = Clients.of(sandbox).build();

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void sendsFileUnchanged(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("a.pdf"), Clients.PDF);
        accepted(client.submit(Clients.fax(DocumentContent.of(file))));
        assertThat(sandbox.faxes())
                .singleElement()
                .satisfies(fax -> assertThat(fax.pdf().toByteArray()).isEqualTo(Clients.PDF));
    }

    @Test
    void reportsNotSentForMissingFile(@TempDir Path folder) {
        notSent(DocumentContent.of(folder.resolve("gone.pdf")));
    }

    @Test
    void reportsNotSentForDirectory(@TempDir Path folder) {
        assertThat(client.submit(Clients.fax(DocumentContent.of(folder))))
                .isNotInstanceOf(SubmissionResult.Accepted.class);
        assertThat(sandbox.faxes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void reportsNotSentForEmptyDocument(long length) {
        AtomicBoolean closed = new AtomicBoolean();
        notSent(Pdfs.content(length, new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        }));
        assertThat(closed).isTrue();
    }

    @Test
    void reportsNotSentWhenContentCannotBeOpened() {
        notSent(new DocumentContent() {
            @Override
            public long length() throws IOException {
                throw new IOException("agent\nis gone");
            }

            @Override
            public InputStream open() {
                throw new AssertionError("not reached");
            }
        });
        notSent(new DocumentContent() {
            @Override
            public long length() {
                return 1;
            }

            @Override
            public InputStream open() {
                throw new IllegalStateException("channel is closed");
            }
        });
    }

    @Test
    void abortsWhenDocumentShrinksDuringUpload() {
        byte[] shrunk = Arrays.copyOf(Clients.PDF, Clients.PDF.length - 1);
        SubmissionResult.Unknown unknown =
                unknown(CHECKED, Pdfs.content(Clients.PDF.length, new ByteArrayInputStream(shrunk)));
        assertThat(unknown.why().key()).isEqualTo("network.document.changed");
    }

    @Test
    void abortsWhenDocumentGrowsDuringUpload() {
        byte[] grown = Arrays.copyOf(Clients.PDF, Clients.PDF.length + 1);
        SubmissionResult.Unknown unknown =
                unknown(CHECKED, Pdfs.content(Clients.PDF.length, new ByteArrayInputStream(grown)));
        assertThat(unknown.why().key()).isEqualTo("network.document.changed");
    }

    /** Whichever byte it is: the last one must not go out before all are known to be right. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void abortsWhenContentDiffersFromInspectedDocument(double where) {
        byte[] other = Clients.PDF.clone();
        other[(int) (where * (other.length - 1))] ^= 1;
        SubmissionResult.Unknown unknown = unknown(CHECKED, Pdfs.content(other));
        assertThat(unknown.why().key()).isEqualTo("network.document.changed");
    }

    @Test
    void abortsWhenSingleByteDocumentChanges() {
        unknown(Pdfs.facts(new byte[] {1}, 1), Pdfs.content(new byte[] {2}));
    }

    @Test
    void reportsNotSentWhenSizeChanged(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("a.pdf"), Clients.PDF);
        Document checked = Document.check(file, PdfLimits.DEFAULT).value().orElseThrow();
        Files.write(file, Pdfs.pages(3));
        assertThat(client.submit(Clients.fax(checked.facts(), DocumentContent.of(file))))
                .isInstanceOfSatisfying(SubmissionResult.NotSent.class, notSent -> {
                    assertThat(notSent.retryable()).isFalse();
                    assertThat(notSent.why().key()).isEqualTo("network.document.changed");
                });
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void reportsUnknownWhenStreamFailsMidway() {
        SubmissionResult.Unknown unknown =
                unknown(LARGE, Pdfs.content(100_000, failing(new IOException("disk is gone"))));
        assertThat(unknown.why().in(Locale.ENGLISH)).contains("disk is gone");
    }

    @Test
    void reportsUnknownWhenStreamThrowsUncheckedException() {
        SubmissionResult.Unknown unknown = unknown(
                LARGE, Pdfs.content(100_000, failing(new UncheckedIOException("agent is gone", new IOException("x")))));
        assertThat(unknown.why().in(Locale.ENGLISH)).contains("agent is gone");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsJobIdWhenStreamCannotBeClosed(boolean checked) {
        InputStream stubborn = new FilterInputStream(new ByteArrayInputStream(Clients.PDF)) {
            @Override
            public void close() throws IOException {
                if (checked) {
                    throw new IOException("cannot close");
                }
                throw new IllegalStateException("cannot close");
            }
        };
        JobId job = accepted(client.submit(Clients.fax(Pdfs.content(Clients.PDF.length, stubborn))));
        assertThat(sandbox.fax(job.value())).isPresent();
    }

    @Test
    void sendsStreamOfSingleBytesCompletely() {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(Clients.PDF)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 1));
            }
        };
        accepted(client.submit(Clients.fax(Pdfs.content(Clients.PDF.length, slow))));
        assertThat(sandbox.faxes().get(0).pdf().toByteArray()).isEqualTo(Clients.PDF);
    }

    @Test
    void closesStreamAfterEverySubmission() {
        AtomicBoolean closed = new AtomicBoolean();
        client.submit(Clients.fax(Pdfs.content(Clients.PDF.length, new ByteArrayInputStream(Clients.PDF) {
            @Override
            public void close() {
                closed.set(true);
            }
        })));
        assertThat(closed).isTrue();
    }

    @Test
    void streamsLargeDocument() throws Exception {
        long size = 300_000_000;
        AtomicLong received = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicLong read = new AtomicLong();
        try (RawServer server = new RawServer((socket, in, number) -> {
                    String header = RawServer.header(in);
                    byte[] buffer = new byte[65536];
                    long left = header.lines()
                            .filter(line -> line.startsWith("Content-Length: "))
                            .mapToLong(line -> Long.parseLong(line.substring(16)))
                            .sum();
                    while (left > 0) {
                        int count = in.read(buffer);
                        left -= count;
                        received.addAndGet(count);
                        most.accumulateAndGet(read.get() - received.get(), Math::max);
                    }
                    RawServer.answer(socket, "WR_Status=ok\nWR_Request_UUID=a-1");
                });
                FaxnummerClient streaming =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            InputStream generated = new InputStream() {
                private long left = size;

                @Override
                public int read() {
                    throw new AssertionError("byte by byte takes too long");
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    if (left == 0) {
                        return -1;
                    }
                    int count = (int) Math.min(left, length);
                    Arrays.fill(buffer, offset, offset + count, (byte) 0);
                    left -= count;
                    read.addAndGet(count);
                    return count;
                }
            };
            accepted(streaming.submit(Clients.fax(Pdfs.facts(size, zeros(size), 1), Pdfs.content(size, generated))));

            assertThat(received.get()).isGreaterThan(size);
            // What was read and has not arrived is in sockets' buffers and okio's segments, not in memory as a whole.
            assertThat(most.get()).isLessThan(30_000_000);
        }
    }

    @Test
    void interruptsUploadThatWaitsForDocument() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        Interrupted call = new Interrupted(() -> client.submit(
                Clients.fax(Pdfs.facts(100, "", 1), Pdfs.content(100, new StallingInputStream(reading)))));
        reading.await();
        assertThat(call.interrupt()).isInstanceOf(SubmissionResult.Unknown.class);
        assertThat(call.flagStayedSet()).isTrue();
    }

    private void notSent(DocumentContent content) {
        assertThat(client.submit(Clients.fax(content)))
                .isInstanceOfSatisfying(SubmissionResult.NotSent.class, notSent -> {
                    assertThat(notSent.retryable()).isFalse();
                    assertThat(notSent.why().in(Locale.ENGLISH)).doesNotContain("\n");
                });
        assertThat(sandbox.requests()).isZero();
    }

    private SubmissionResult.Unknown unknown(PdfFacts checked, DocumentContent content) {
        SubmissionResult result = client.submit(Clients.fax(checked, content));
        assertThat(result).isInstanceOf(SubmissionResult.Unknown.class);
        // A fax that follows shows that the server has dealt with what came before.
        accepted(client.submit(Clients.fax()));
        assertThat(sandbox.faxes()).hasSize(1);
        return (SubmissionResult.Unknown) result;
    }

    private static String zeros(long size) {
        HashingSink hash = HashingSink.sha256(Okio.blackhole());
        try (BufferedSink sink = Okio.buffer(hash)) {
            byte[] some = new byte[65536];
            for (long left = size; left > 0; left -= some.length) {
                sink.write(some, 0, (int) Math.min(left, some.length));
            }
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return hash.hash().hex();
    }

    private static InputStream failing(Exception exception) {
        return new FilterInputStream(new ByteArrayInputStream(new byte[50_000])) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                if (read >= 0) {
                    return read;
                }
                if (exception instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                throw (IOException) exception;
            }
        };
    }
}
