package io.github.faxnummer.chaos;

import io.github.faxnummer.testing.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What an HTTP proxy can do instead of letting somebody through. */
enum ProxyFault {
    CLOSES_AT_ONCE {
        @Override
        void strike(Socket socket, InputStream in) {}
    },
    HANGS_AT_ONCE {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }
    },
    WANTS_A_LOGIN {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            answer(
                    socket,
                    in,
                    "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0");
        }
    },
    REFUSES {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            answer(socket, in, "403 Forbidden\r\nContent-Length: 0");
        }
    },
    FINDS_NO_WAY {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            answer(socket, in, "502 Bad Gateway\r\nContent-Length: 0\r\nRetry-After: 0");
        }
    },
    CLOSES_AFTER_CONNECT {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            RawServer.header(in);
        }
    },
    HANGS_AFTER_CONNECT {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            RawServer.header(in);
            in.transferTo(OutputStream.nullOutputStream());
        }
    },
    CLOSES_THE_TUNNEL {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            answer(socket, in, "200 Connection established");
        }
    },
    HANGS_IN_THE_TUNNEL {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            answer(socket, in, "200 Connection established");
            in.transferTo(OutputStream.nullOutputStream());
        }
    },
    SPEAKS_IN_THE_TUNNEL_ITSELF {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            answer(socket, in, "200 Connection established");
            RawServer.answer(socket, "WR_Status=ok\nWR_Request_UUID=faxsend-acc00000-0123456789abcdef0123\n");
        }
    },
    SPEAKS_BEFORE_IT_IS_ASKED {
        @Override
        void strike(Socket socket, InputStream in) throws IOException {
            RawServer.answer(socket, "WR_Status=ok\nWR_Request_UUID=faxsend-acc00000-0123456789abcdef0123\n");
            in.transferTo(OutputStream.nullOutputStream());
        }
    };

    abstract void strike(Socket socket, InputStream in) throws IOException;

    /** A proxy that does this to everybody. */
    RawServer start() throws IOException {
        return new RawServer((socket, in, number) -> strike(socket, in));
    }

    private static void answer(Socket socket, InputStream in, String answer) throws IOException {
        RawServer.header(in);
        socket.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
