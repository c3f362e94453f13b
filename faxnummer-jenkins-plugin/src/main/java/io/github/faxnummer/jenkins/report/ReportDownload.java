package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.report.format.ReportFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A file of a delivery, in a way that a browser shows it and runs nothing that is in it. */
record ReportDownload(Path file) implements HttpResponse {

    private static final Map<String, String> PICTURES = Map.of("png", "image/png", "tiff", "image/tiff");

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
            throws IOException {
        String name = String.valueOf(file.getFileName());
        String type = ReportFormats.ofFile(name)
                .map(ReportFormat::mediaType)
                .orElseGet(() ->
                        PICTURES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"));
        response.setContentType(type);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!type.equals("application/pdf")) {
            // A browser's PDF viewer does not work in this cage; the PDFs are our own.
            response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        }
        response.setHeader("Content-Disposition", "inline");
        response.setContentLengthLong(Files.size(file));
        Files.copy(file, response.getOutputStream());
    }
}
