package live.lyceum.signaling.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Somebody who sends what they recorded.
public final class UploadPage {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] EBML = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3};

    private final TestNode node;
    private final String token;

    public UploadPage(TestNode node, String token) {
        this.node = node;
        this.token = token;
    }

    /// What was answered.
    public record Answer(int status, JsonNode body, HttpResponse<String> response) {
        public int nextIndex() {
            return body.path("nextIndex").asInt(-1);
        }

        public String text(String name) {
            return body.path(name).asText();
        }
    }

    private HttpRequest.Builder request(String path) {
        return node.request("/media/recordings" + path).header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = node.send(request);
        return new Answer(response.statusCode(), json(response.body()), response);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return text.isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(text);
    }

    public Answer create(String json) throws IOException, InterruptedException {
        return send(
                request("")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    /// The id of a new upload.
    public String created() throws IOException, InterruptedException {
        return create("{}").text("id");
    }

    public Answer get(String id) throws IOException, InterruptedException {
        return send(request("/" + id));
    }

    public Answer complete(String id) throws IOException, InterruptedException {
        return send(request("/" + id + "/complete").POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer put(String id, int index, byte[] chunk) throws IOException, InterruptedException {
        return put(id, Integer.toString(index), chunk, contentDigest(chunk));
    }

    /// Sends a chunk.
    ///
    /// @param digest the header, or null for none
    public Answer put(String id, String index, byte[] chunk, @Nullable String digest)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request("/%s/chunks/%s".formatted(id, index))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(chunk));
        return send(digest == null ? request : request.header("Content-Digest", digest));
    }

    public static String contentDigest(byte[] bytes) {
        return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(sha256(bytes)));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// So many bytes that begin as WebM does.
    public static byte[] webm(int bytes, long seed) {
        byte[] all = new byte[bytes];
        new Random(seed).nextBytes(all);
        System.arraycopy(EBML, 0, all, 0, Math.min(bytes, EBML.length));
        return all;
    }
}
