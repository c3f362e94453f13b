package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Hostile responses: each is written until it is complete or the client disconnects. */
enum HostileServer {
    ENDLESS_BODY {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "\r\nWR_Status=ok\nWR_Request_UUID=a-1\nX=");
            forever(out, "x".repeat(60_000));
        }
    },
    ENDLESS_CHUNKS {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Transfer-Encoding: chunked\r\n\r\n");
            forever(out, "1000\r\n" + "x".repeat(0x1000) + "\r\n");
        }
    },
    DRIPPING_HEADER {
        @Override
        void answer(OutputStream out) throws IOException {
            drip(out, OK + "X-Slow: " + "x".repeat(10_000));
        }
    },
    DRIPPING_BODY {
        @Override
        void answer(OutputStream out) throws IOException {
            drip(out, OK + "\r\nWR_Status=ok\nWR_Request_UUID=a-1\nX=" + "x".repeat(10_000));
        }
    },
    GZIP_BOMB {
        @Override
        void answer(OutputStream out) throws IOException {
            byte[] bomb = gzip("WR_Status=ok\nWR_Request_UUID=a-1\nX=", 400);
            write(out, OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
            out.write(bomb);
        }
    },
    GZIP_BOMB_IN_GZIP {
        @Override
        void answer(OutputStream out) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream outer = new GZIPOutputStream(bytes)) {
                outer.write(gzip("", 400));
            }
            write(out, OK + "Content-Encoding: gzip, gzip\r\nContent-Length: " + bytes.size() + "\r\n\r\n");
            bytes.writeTo(out);
        }
    },
    GZIP_CUT_OFF {
        @Override
        void answer(OutputStream out) throws IOException {
            byte[] whole = gzip("WR_Status=ok\nWR_Request_UUID=a-1\n", 0);
            write(out, OK + "Content-Encoding: gzip\r\nContent-Length: " + (whole.length - 9) + "\r\n\r\n");
            out.write(whole, 0, whole.length - 9);
        }
    },
    GZIP_THAT_IS_NONE {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Content-Encoding: gzip\r\n\r\nWR_Status=ok\nWR_Request_UUID=a-1\n");
        }
    },
    DEFLATE_BOMB {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Content-Encoding: deflate\r\n\r\n");
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
                for (int i = 0; i < 400; i++) {
                    deflated.write(new byte[1 << 20]);
                }
            }
        }
    },
    BROTLI_ANNOUNCED {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Content-Encoding: br\r\n\r\n\u001b\u0000\u0000");
        }
    },
    HUGE_HEADER {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "X-Huge: ");
            forever(out, "x".repeat(60_000));
        }
    },
    ENDLESS_HEADERS {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK);
            forever(out, "Set-Cookie: a=b\r\n".repeat(1000));
        }
    },
    HUGE_STATUS_LINE {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, "HTTP/1.1 200 ");
            forever(out, "x".repeat(60_000));
        }
    },
    ENDLESS_CONTINUES {
        @Override
        void answer(OutputStream out) throws IOException {
            forever(out, "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000));
        }
    },
    ENDLESS_EARLY_HINTS {
        @Override
        void answer(OutputStream out) throws IOException {
            forever(out, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(1000));
        }
    },
    ENDLESS_TRAILERS {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nX=abc\r\n0\r\n");
            forever(out, "X-Trailer: x\r\n".repeat(1000));
        }
    },
    CHUNK_OF_ABSURD_SIZE {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nWR_Status=ok\nWR_Request_UUID=a-1");
        }
    },
    CHUNK_OF_NEGATIVE_SIZE {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Transfer-Encoding: chunked\r\n\r\n-1\r\nWR_Status=ok\nWR_Request_UUID=a-1");
        }
    },
    CHUNK_OF_ENDLESS_SIZE {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Transfer-Encoding: chunked\r\n\r\n");
            forever(out, "0".repeat(60_000));
        }
    },
    CHUNK_WITH_ENDLESS_EXTENSION {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Transfer-Encoding: chunked\r\n\r\n5;x=");
            forever(out, "x".repeat(60_000));
        }
    },
    LENGTH_TOO_LONG {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Content-Length: 9223372036854775807\r\n\r\nWR_Status=ok\nWR_Request_UUID=a-1");
        }
    },
    LENGTH_BEYOND_NUMBERS {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Content-Length: 99999999999999999999\r\n\r\nWR_Status=okay\nWR_Request_UUID=a-1");
        }
    },
    LENGTHS_THAT_DISAGREE {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Content-Length: 3\r\nContent-Length: 33\r\n\r\nWR_Status=ok\nWR_Request_UUID=a-1");
        }
    },
    LENGTH_TOO_SHORT {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "Content-Length: 12\r\n\r\nWR_Status=ok\nWR_Request_UUID=a-1");
        }
    },
    HTTP_0_9 {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, "WR_Status=ok\nWR_Request_UUID=a-1\n");
        }
    },
    HTTP_9 {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, "HTTP/9.9 200 OK\r\n\r\nWR_Status=ok\nWR_Request_UUID=a-1\n");
        }
    },
    OTHER_PROTOCOL {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, "SSH-2.0-OpenSSH_9\r\n\u001b]0;owned\u0007\r\n");
        }
    },
    A_MILLION_ENTRIES {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "\r\nWR_Status=ok\nWR_DataList_ObjectCount=1000000\n");
            for (int i = 1; i <= 1_000_000; i++) {
                write(out, "WR_DataList_" + i + "_Status=DONE-OK\n");
            }
        }
    },
    ENTRIES_IN_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            StringBuilder body = new StringBuilder("WR_Status=ok\nWR_DataList_ObjectCount=320000\n");
            for (int i = 1; i <= 320_000; i++) {
                body.append("WR_DataList_").append(i).append("_a=\n");
            }
            write(out, OK + "\r\n" + body);
        }
    },
    /** The last of them is another job's, so that all are looked at. */
    AS_MANY_ENTRIES_AS_ARE_READ {
        @Override
        void answer(OutputStream out) throws IOException {
            StringBuilder body = new StringBuilder("WR_Status=ok\nWR_DataList_ObjectCount=249000\n");
            for (int i = 1; i < 249_000; i++) {
                body.append("WR_DataList_").append(i).append("_a=\n");
            }
            write(out, OK + "\r\n" + body + "WR_DataList_249000_JobUUID=other\n");
        }
    },
    FIELDS_IN_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            StringBuilder body = new StringBuilder("WR_Status=ok\nX=\u00e4\n");
            for (int i = 0; body.length() < 8_300_000; i++) {
                body.append('a').append(Integer.toString(i, 36)).append("=\n");
            }
            write(out, OK + "\r\n" + body);
        }
    },
    JSON_FIELDS_IN_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            StringBuilder body = new StringBuilder("{\"WR_Status\":\"ok\"");
            for (int i = 0; body.length() < 8_300_000; i++) {
                body.append(",\"").append(Integer.toString(i, 36)).append("\":0");
            }
            write(out, OK + "\r\n" + body + "}");
        }
    },
    XML_ELEMENTS_IN_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            StringBuilder body = new StringBuilder("<r><WR_Status>ok</WR_Status>");
            for (int i = 0; body.length() < 8_300_000; i++) {
                body.append("<a").append(Integer.toString(i, 36)).append("/>");
            }
            write(out, OK + "\r\n" + body + "</r>");
        }
    },
    XML_ATTRIBUTES_IN_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            StringBuilder body = new StringBuilder("<r");
            for (int i = 0; body.length() < 8_300_000; i++) {
                body.append(" a").append(Integer.toString(i, 36)).append("=''");
            }
            write(out, OK + "\r\n" + body + "><WR_Status>ok</WR_Status></r>");
        }
    },
    XML_DEPTH_OF_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "\r\n" + "<a>".repeat(2_700_000));
        }
    },
    XML_BILLION_LAUGHS {
        @Override
        void answer(OutputStream out) throws IOException {
            StringBuilder dtd = new StringBuilder("<!DOCTYPE r [<!ENTITY l0 \"ok\">");
            for (int i = 1; i < 20; i++) {
                dtd.append("<!ENTITY l").append(i).append(" \"").append(("&l" + (i - 1) + ";").repeat(10));
                dtd.append("\">");
            }
            write(out, OK + "\r\n" + dtd + "]><r><WR_Status>ok</WR_Status><X>&l19;</X></r>");
        }
    },
    XML_QUADRATIC_BLOWUP {
        @Override
        void answer(OutputStream out) throws IOException {
            write(
                    out,
                    OK + "\r\n<!DOCTYPE r [<!ENTITY a \"" + "a".repeat(100_000) + "\">]><r><WR_Status>ok</WR_Status><X>"
                            + "&a;".repeat(100_000) + "</X></r>");
        }
    },
    JSON_DEPTH_OF_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "\r\n{\"WR_Status\":" + "[".repeat(8_000_000));
        }
    },
    JSON_NUMBER_OF_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "\r\n{\"WR_Status\":\"ok\",\"X\":" + "9".repeat(8_000_000) + "}");
        }
    },
    URL_ENCODED_PAIRS_IN_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "\r\nWR_Status=ok&" + "a=&".repeat(2_700_000) + "b=");
        }
    },
    A_LINE_OF_EIGHT_MEGABYTES {
        @Override
        void answer(OutputStream out) throws IOException {
            write(out, OK + "\r\nWR_Status" + " ".repeat(8_000_000) + "ok");
        }
    };

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n";

    /** Answers one request. */
    abstract void answer(OutputStream out) throws IOException;

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /** Ends with an exception when the reader has hung up. */
    private static void forever(OutputStream out, String part) throws IOException {
        byte[] bytes = part.getBytes(ISO_8859_1);
        while (!Thread.currentThread().isInterrupted()) {
            out.write(bytes);
        }
    }

    private static void drip(OutputStream out, String text) throws IOException {
        for (byte b : text.getBytes(ISO_8859_1)) {
            out.write(b);
            out.flush();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static byte[] gzip(String beginning, int megabytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(beginning.getBytes(UTF_8));
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < megabytes; i++) {
                gzip.write(megabyte);
            }
        }
        return bytes.toByteArray();
    }
}
