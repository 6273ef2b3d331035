package live.lyceum.signaling.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Swagger UI with the description of the REST API, for the ops port, under `/api/`. Read into
/// memory at the start; only what it needs is there, by its exact path. Immutable.
final class OpenApiPages {
    private static final String VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String OWN = "/live/lyceum/signaling/pages/";
    private static final String PREFIX = "/api/";

    /// Its style sheet has its icons as `data:`; everything else is ours.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; "
                    + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'";

    private final Map<String, HttpReply> pages;

    private OpenApiPages(Map<String, HttpReply> pages) {
        this.pages = Map.copyOf(pages);
    }

    /// Reads the pages. Blocks.
    ///
    /// @param file what they show
    /// @throws IOException if one is missing
    static OpenApiPages load(OpenApiFile file) throws IOException {
        var properties = new Properties();
        try (InputStream in = open(VERSION)) {
            properties.load(in);
        }
        String webjar = WEBJAR + properties.getProperty("version") + "/";
        var pages = new HashMap<String, HttpReply>();
        pages.put("/api", HttpReply.empty(308).with("Location", PREFIX));
        pages.put(PREFIX, page("html", OWN + "api.html"));
        pages.put(PREFIX + "api.js", page("javascript", OWN + "api.js"));
        pages.put(PREFIX + "swagger-ui.css", page("css", webjar + "swagger-ui.css"));
        pages.put(
                PREFIX + "swagger-ui-bundle.js",
                page("javascript", webjar + "swagger-ui-bundle.js"));
        pages.put(PREFIX + "openapi.json", secured(file.answer(null)));
        return new OpenApiPages(pages);
    }

    private static HttpReply page(String kind, String resource) throws IOException {
        try (InputStream in = open(resource)) {
            String type = "text/%s; charset=utf-8".formatted(kind);
            return secured(HttpReply.of(200, type, in.readAllBytes()))
                    .with("Cache-Control", "no-cache");
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = OpenApiPages.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("the resource " + resource + " is missing");
        }
        return in;
    }

    private static HttpReply secured(HttpReply reply) {
        return reply.with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff");
    }

    /// Answers a GET; null for a path that is none of these.
    @Nullable HttpReply answer(String path) {
        return pages.get(path);
    }
}
