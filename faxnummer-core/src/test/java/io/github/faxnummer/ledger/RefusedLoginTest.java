package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.testing.RawServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefusedLoginTest {

    private static final String REFUSED =
            "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"fax\"\0\0";

    @Test
    void wrongPasswordIsNotTriedAgain() throws Exception {
        try (RawServer server = new RawServer(RefusedLoginTest::refuse)) {
            String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/fax?sslmode=disable&gssEncMode=disable";
            JdbcLedger ledger = JdbcLedger.at(
                            url,
                            new JdbcLedger.Login("fax", "wrong-9"),
                            getClass().getClassLoader())
                    .value()
                    .orElseThrow();

            assertThatThrownBy(() -> ledger.runKey("run")).isInstanceOf(LedgerException.class);

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** As PostgreSQL answers a message that begins a session. */
    private static void refuse(Socket socket, InputStream in, int number) throws IOException {
        DataInputStream begin = new DataInputStream(in);
        begin.readFully(new byte[begin.readInt() - Integer.BYTES]);
        byte[] text = REFUSED.getBytes(StandardCharsets.UTF_8);
        DataOutputStream answer = new DataOutputStream(socket.getOutputStream());
        answer.writeByte('E');
        answer.writeInt(Integer.BYTES + text.length);
        answer.write(text);
        answer.flush();
    }
}
