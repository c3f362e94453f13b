package io.github.faxnummer.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/**
 * A plain client that follows no redirect, has short timeouts, and retries only where OkHttp cannot be kept from it.
 */
public final class Client implements AutoCloseable {
    private static final MediaType PDF = MediaType.get("application/pdf");

    private final FaxnummerSandbox sandbox;
    private final OkHttpClient http;

    public Client(FaxnummerSandbox sandbox) {
        this(sandbox, new OkHttpClient());
    }

    public Client(FaxnummerSandbox sandbox, OkHttpClient http) {
        this.sandbox = sandbox;
        this.http = http.newBuilder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .readTimeout(Duration.ofSeconds(2))
                .build();
    }

    public static byte[] pdf(int pages) {
        return pdf(pages, 0);
    }

    /** A PDF with so many bytes in it that no reader needs. */
    public static byte[] pdf(int pages, int ballast) {
        try (PDDocument document = new PDDocument()) {
            COSStream stream = document.getDocument().createCOSStream();
            try (OutputStream content = stream.createRawOutputStream()) {
                content.write(new byte[ballast]);
            }
            document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Ballast"), stream);
            for (int page = 0; page < pages; page++) {
                document.addPage(new PDPage());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A PDF of one page that claims to have more. */
    public static byte[] pdfWithMorePagesSaidThanThere(int pages) {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.getPages().getCOSObject().setInt(COSName.COUNT, pages);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The fields of a SendFax request that is right in every respect. */
    public Map<String, String> sendFaxFields(String destination) {
        Map<String, String> fields = account("SendFax");
        fields.put("sDestination", destination);
        fields.put("sEmail", "ci@example.org");
        fields.put("mimeType", "application/pdf");
        fields.put("sSender", "CI server");
        fields.put("sSource", "00493023125999");
        fields.put("sFaxFileName", "Referenz #1/ä");
        return fields;
    }

    public Map<String, String> statusFields(String jobId) {
        Map<String, String> fields = account("GetSentFaxStatus");
        fields.put("sJobUUID", jobId);
        return fields;
    }

    private Map<String, String> account(String command) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("sProductLogin", sandbox.login());
        fields.put("sProductCode", sandbox.password());
        fields.put("sCommand", command);
        return fields;
    }

    /** Sends one page and returns the job id. */
    public String sendFax(String destination) throws IOException {
        return sendFax(destination, 1);
    }

    public String sendFax(String destination, int pages) throws IOException {
        Map<String, String> answer = decode(post(sendFaxFields(destination), pdf(pages)));
        return value(answer, "WR_Request_UUID");
    }

    /** The entry about this job, without the prefix of its fields. */
    public Map<String, String> status(String jobId) throws IOException {
        Map<String, String> entry = new LinkedHashMap<>();
        decode(post(statusFields(jobId)))
                .forEach((name, value) -> entry.put(name.replace("WR_DataList_1_", ""), value));
        return entry;
    }

    public Response post(Map<String, String> fields) throws IOException {
        return post(builder(fields).build());
    }

    public Response post(Map<String, String> fields, byte[] pdf) throws IOException {
        return post(multipart(fields, pdf));
    }

    public Response post(RequestBody body) throws IOException {
        return call(new Request.Builder()
                .url(sandbox.endpoint().toString())
                .post(body)
                .build());
    }

    public Response call(Request request) throws IOException {
        try (okhttp3.Response response = http.newCall(request).execute()) {
            return new Response(response, response.body().string());
        }
    }

    public static MultipartBody multipart(Map<String, String> fields, byte[] pdf) {
        return builder(fields)
                .addFormDataPart("sFax", "report.pdf", RequestBody.create(pdf, PDF))
                .build();
    }

    private static MultipartBody.Builder builder(Map<String, String> fields) {
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        fields.forEach(body::addFormDataPart);
        return body;
    }

    /** Reads the form LINES as far as the tests need it. */
    public static Map<String, String> decode(Response answer) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : answer.body().split("\n", -1)) {
            int separator = line.indexOf('=');
            if (separator > 0) {
                fields.put(line.substring(0, separator), line.substring(separator + 1));
            }
        }
        return fields;
    }

    public static String value(Map<String, String> answer, String name) {
        String value = answer.get(name);
        if (value == null) {
            throw new AssertionError(name + " is missing in " + answer);
        }
        return value;
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    public record Response(okhttp3.Response response, String body) {
        int code() {
            return response.code();
        }

        public String header(String name) {
            String value = response.header(name);
            return value == null ? "" : value;
        }
    }
}
