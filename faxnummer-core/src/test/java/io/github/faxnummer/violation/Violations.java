package io.github.faxnummer.violation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerApi;
import io.github.faxnummer.violation.inner.Inner;
import java.sql.DriverManager;
import java.sql.SQLException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okio.Buffer;
import okio.ForwardingSink;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;

/** Classes that break a rule of the architecture each. */
public final class Violations {

    private Violations() {}

    static final class UsesOkHttp {
        final Object client = new OkHttpClient();
    }

    static final class UsesJackson {
        final Object json = new JsonFactory();
    }

    static final class UsesFastCsv {
        final Object csv = CsvReader.builder();
    }

    static final class UsesPdfBox {
        final Object document = new PDDocument();
    }

    static final class UsesBouncyCastle {
        final Object value = DERNull.INSTANCE;
    }

    static final class UsesJdbc {
        Object connection() throws SQLException {
            return DriverManager.getConnection("jdbc:none");
        }
    }

    static final class StartsProcess {
        final Object process = new ProcessBuilder("true");
    }

    static final class KnowsProvidersClient {
        final Object endpoint = FaxnummerApi.ENDPOINT;
    }

    static final class ReadsPassword {
        String read(Password password) {
            return password.value();
        }
    }

    static final class ReadsEnvironment {
        final Object home = System.getenv("HOME");
    }

    static final class ReadsAllProperties {
        final Object all = System.getProperties();
    }

    static final class ReadsFlag {
        final boolean isSet = Boolean.getBoolean("flag");
    }

    static final class PrintsStackTrace {
        void print(Exception e) {
            e.printStackTrace();
        }
    }

    /** With {@link Inner}, which knows it. */
    public static final class Outer {
        final Object inner = new Inner();
    }

    public static final class TakesLibraryType {
        public void connect(HttpUrl url) {}
    }

    public static final class ThrowsLibraryType {
        public void read() throws JsonProcessingException {}
    }

    public static final class ExtendsLibraryType extends ForwardingSink {
        private ExtendsLibraryType() {
            super(new Buffer());
        }
    }

    public static final class ImplementsLibraryType implements ASN1Encodable {
        @Override
        public ASN1Primitive toASN1Primitive() {
            return DERNull.INSTANCE;
        }
    }
}
