package live.lyceum.signaling.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request is answered, before it is on the wire.
public final class HttpReply {
    private static final byte[] NOTHING = {};

    private final int status;
    private final byte[] body;
    private final @Nullable FilePart file;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private HttpReply(int status, byte[] body) {
        this(status, body, null);
    }

    private HttpReply(int status, byte[] body, @Nullable FilePart file) {
        this.status = status;
        this.body = body;
        this.file = file;
    }

    static HttpReply empty(int status) {
        return new HttpReply(status, NOTHING);
    }

    /// The array is read only from here on.
    static HttpReply of(int status, String type, byte[] body) {
        return new HttpReply(status, body).with("Content-Type", type);
    }

    /// A part of a file, sent as it is read.
    static HttpReply file(int status, FilePart part) {
        return new HttpReply(status, NOTHING, part);
    }

    static HttpReply json(int status, byte[] body) {
        return of(status, "application/json", body).with("Cache-Control", "no-store");
    }

    static HttpReply text(int status, String type, String text) {
        return of(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    /// One line for people.
    public static HttpReply text(int status, String line) {
        return of(
                status,
                "text/plain; charset=utf-8",
                (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public HttpReply with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    /// What is the body in its place, or null.
    @Nullable FilePart file() {
        return file;
    }

    long length() {
        return file == null ? body.length : file.length();
    }

    Map<String, String> headers() {
        return headers;
    }
}
