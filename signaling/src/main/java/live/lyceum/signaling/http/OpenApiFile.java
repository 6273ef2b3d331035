package live.lyceum.signaling.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The description of the REST API, `openapi.yaml`, as the JSON that is served. Immutable.
public final class OpenApiFile {
    private static final String FILE = "/live/lyceum/signaling/openapi.yaml";
    private static final String CACHING = "public, max-age=300";

    private final byte[] json;
    private final String etag;

    private OpenApiFile(byte[] json) {
        this.json = json;
        etag = StaticSite.etag(json);
    }

    /// Reads and converts the file. Blocks.
    ///
    /// @throws IOException if it is missing or no YAML
    public static OpenApiFile load() throws IOException {
        try (InputStream in = OpenApiFile.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("the resource " + FILE + " is missing");
            }
            JsonNode tree = new YAMLMapper().readTree(in);
            return new OpenApiFile(tree.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /// @param ifNoneMatch the header of this name, or null
    HttpReply answer(@Nullable String ifNoneMatch) {
        HttpReply reply =
                ifNoneMatch != null && ifNoneMatch.contains(etag)
                        ? HttpReply.empty(304)
                        : HttpReply.of(200, "application/json", json);
        return reply.with("ETag", etag).with("Cache-Control", CACHING);
    }
}
