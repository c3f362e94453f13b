package io.github.faxnummer.client;

import static io.github.faxnummer.client.FaxnummerClientTest.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.document.DocumentContent;
import io.github.faxnummer.kit.Pdfs;
import io.github.faxnummer.kit.RawServer;
import io.github.faxnummer.kit.StuckStream;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DocumentStreamTest {

    private final FaxnummerSandbox sandbox = FaxnummerSandbox.start();
    private final FaxnummerClient client = Clients.of(sandbox).build();

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void aFileIsSentAsItIs(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("a.pdf"), Clients.PDF);
        accepted(client.sendFax(Clients.fax(DocumentContent.of(file))));
        assertThat(sandbox.faxes())
                .singleElement()
                .satisfies(fax -> assertThat(fax.pdf().toByteArray()).isEqualTo(Clients.PDF));
    }

    @Test
    void aFileThatIsGoneIsNotSent(@TempDir Path folder) {
        notSent(DocumentContent.of(folder.resolve("gone.pdf")));
    }

    @Test
    void aFolderIsNotSent(@TempDir Path folder) {
        assertThat(client.sendFax(Clients.fax(DocumentContent.of(folder))))
                .isNotInstanceOf(SubmissionResult.Accepted.class);
        assertThat(sandbox.faxes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void anEmptyDocumentIsNotSent(long length) {
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
    void aContentThatCannotBeOpenedIsNotSentWhateverItThrows() {
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
    void aDocumentThatShrinksWhileItIsReadIsNotAccepted() {
        SubmissionResult.Unknown unknown =
                unknown(Pdfs.content(Clients.PDF.length + 1, new ByteArrayInputStream(Clients.PDF)));
        assertThat(unknown.why().in(Locale.ENGLISH)).contains("its size changed while it was read");
    }

    @Test
    void aDocumentThatGrowsWhileItIsReadIsNotAcceptedCutOff() {
        byte[] grown = Arrays.copyOf(Clients.PDF, Clients.PDF.length + 1);
        SubmissionResult.Unknown unknown = unknown(Pdfs.content(Clients.PDF.length, new ByteArrayInputStream(grown)));
        assertThat(unknown.why().in(Locale.ENGLISH)).contains("its size changed while it was read");
    }

    @Test
    void aStreamThatFailsMidwayIsUnknownAndNothingIsAccepted() {
        SubmissionResult.Unknown unknown = unknown(Pdfs.content(100_000, failing(new IOException("disk is gone"))));
        assertThat(unknown.why().in(Locale.ENGLISH)).contains("disk is gone");
    }

    @Test
    void aStreamThatFailsWithAnUncheckedExceptionIsTheSame() {
        SubmissionResult.Unknown unknown = unknown(
                Pdfs.content(100_000, failing(new UncheckedIOException("agent is gone", new IOException("x")))));
        assertThat(unknown.why().in(Locale.ENGLISH)).contains("agent is gone");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamThatCannotBeClosedDoesNotLoseTheJobId(boolean checked) {
        InputStream stubborn = new FilterInputStream(new ByteArrayInputStream(Clients.PDF)) {
            @Override
            public void close() throws IOException {
                if (checked) {
                    throw new IOException("cannot close");
                }
                throw new IllegalStateException("cannot close");
            }
        };
        JobId job = accepted(client.sendFax(Clients.fax(Pdfs.content(Clients.PDF.length, stubborn))));
        assertThat(sandbox.fax(job.value())).isPresent();
    }

    @Test
    void aStreamThatGivesItsBytesOneByOneIsSentWhole() {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(Clients.PDF)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 1));
            }
        };
        accepted(client.sendFax(Clients.fax(Pdfs.content(Clients.PDF.length, slow))));
        assertThat(sandbox.faxes().get(0).pdf().toByteArray()).isEqualTo(Clients.PDF);
    }

    @Test
    void theStreamIsClosedAfterEverySubmission() {
        AtomicBoolean closed = new AtomicBoolean();
        client.sendFax(Clients.fax(Pdfs.content(Clients.PDF.length, new ByteArrayInputStream(Clients.PDF) {
            @Override
            public void close() {
                closed.set(true);
            }
        })));
        assertThat(closed).isTrue();
    }

    @Test
    void aHugeDocumentIsStreamedNotKept() throws Exception {
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
                    left -= count;
                    read.addAndGet(count);
                    return count;
                }
            };
            accepted(streaming.sendFax(Clients.fax(Pdfs.content(size, generated))));

            assertThat(received.get()).isGreaterThan(size);
            // What was read and has not arrived is in sockets' buffers and okio's segments, not in memory as a whole.
            assertThat(most.get()).isLessThan(30_000_000);
        }
    }

    @Test
    void anInterruptEndsAnUploadThatWaitsForItsDocument() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        Interrupted call =
                new Interrupted(() -> client.sendFax(Clients.fax(Pdfs.content(100, new StuckStream(reading)))));
        reading.await();
        assertThat(call.interrupt()).isInstanceOf(SubmissionResult.Unknown.class);
        assertThat(call.flagStayedSet()).isTrue();
    }

    private void notSent(DocumentContent content) {
        assertThat(client.sendFax(Clients.fax(content)))
                .isInstanceOfSatisfying(SubmissionResult.NotSent.class, notSent -> {
                    assertThat(notSent.passing()).isFalse();
                    assertThat(notSent.why().in(Locale.ENGLISH)).doesNotContain("\n");
                });
        assertThat(sandbox.requests()).isZero();
    }

    private SubmissionResult.Unknown unknown(DocumentContent content) {
        SubmissionResult result = client.sendFax(Clients.fax(content));
        assertThat(result).isInstanceOf(SubmissionResult.Unknown.class);
        // A fax that follows shows that the server has dealt with what came before.
        accepted(client.sendFax(Clients.fax()));
        assertThat(sandbox.faxes()).hasSize(1);
        return (SubmissionResult.Unknown) result;
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
