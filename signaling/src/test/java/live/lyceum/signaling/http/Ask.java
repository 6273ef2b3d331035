package live.lyceum.signaling.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import live.lyceum.signaling.testkit.RawSocket;
import live.lyceum.signaling.testkit.TestNode;
import org.jspecify.annotations.Nullable;

/// A request of the REST API, written down before it is sent.
final class Ask {
    private record Header(String name, String value) {}

    private final Operation operation;
    private final Map<String, String> path = new LinkedHashMap<>();
    private final Map<String, String> queries = new LinkedHashMap<>();
    private final List<Header> headers = new ArrayList<>();
    private @Nullable String body;
    private boolean beyondSchema;

    Ask(Operation operation) {
        this.operation = operation;
    }

    Operation operation() {
        return operation;
    }

    /// A parameter of the path.
    Ask at(String name, String value) {
        path.put(name, value);
        return this;
    }

    Ask query(String name, String value) {
        queries.put(name, value);
        return this;
    }

    /// One more header.
    Ask with(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    Ask without(String name) {
        headers.removeIf(each -> each.name.equalsIgnoreCase(name));
        return this;
    }

    Ask bearer(String token) {
        return without("Authorization").with("Authorization", "Bearer " + token);
    }

    Ask key() {
        return bearer(TestNode.KEY);
    }

    /// @param json with `'` for `"`
    Ask json(String json) {
        return body("application/json", json.replace('\'', '"'));
    }

    Ask body(String type, String text) {
        body = text;
        return without("Content-Type").with("Content-Type", type);
    }

    /// What is wrong with it is nothing that a schema can tell.
    Ask beyondSchema() {
        beyondSchema = true;
        return this;
    }

    boolean isBeyondSchema() {
        return beyondSchema;
    }

    @Nullable String body() {
        return body;
    }

    Map<String, String> queries() {
        return queries;
    }

    String mediaType() {
        String type = parameter("header", "Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// @param in `path`, `query` or `header`
    @Nullable String parameter(String in, String name) {
        return switch (in) {
            case "path" -> path.get(name);
            case "query" -> queries.get(name);
            default ->
                    headers.stream()
                            .filter(each -> each.name.equalsIgnoreCase(name))
                            .map(Header::value)
                            .findFirst()
                            .orElse(null);
        };
    }

    private String target() {
        String template = operation.path();
        for (var each : path.entrySet()) {
            template = template.replace("{" + each.getKey() + "}", each.getValue());
        }
        String query =
                queries.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("&"));
        return template + (query.isEmpty() ? "" : "?" + query);
    }

    Answer to(TestNode node) throws IOException, InterruptedException {
        return to(node, operation.method());
    }

    /// As [#to(TestNode)], with another method.
    Answer to(TestNode node, String method) throws IOException, InterruptedException {
        var request =
                node.request(target())
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(each -> request.header(each.name, each.value));
        return Answer.of(this, node.send(request));
    }

    /// Sends the head by hand, as if a body of `length` bytes followed, and only `part` of it.
    Answer begin(TestNode node, long length, String part) throws IOException {
        return byHand(node, "Content-Length: %d\r\n".formatted(length), part);
    }

    /// Sends the head by hand and a body in chunks that do not end.
    Answer chunked(TestNode node, String chunks) throws IOException {
        return byHand(node, "Transfer-Encoding: chunked\r\n", chunks);
    }

    /// As [#begin], without waiting for an answer.
    RawSocket open(TestNode node, long length, String part) throws IOException {
        var socket = new RawSocket(URI.create(node.url()));
        socket.send(head("Content-Length: %d\r\n".formatted(length)) + part);
        return socket;
    }

    private String head(String framing) {
        var head = new StringBuilder();
        head.append("%s %s HTTP/1.1\r\nHost: x\r\n".formatted(operation.method(), target()));
        headers.forEach(each -> head.append("%s: %s\r\n".formatted(each.name, each.value)));
        return head + framing + "\r\n";
    }

    private Answer byHand(TestNode node, String framing, String part) throws IOException {
        try (var socket = new RawSocket(URI.create(node.url()))) {
            socket.send(head(framing) + part);
            String answer = socket.head();
            return Answer.of(answer, socket.body(answer));
        }
    }

    @Override
    public String toString() {
        return "%s %s".formatted(operation.method(), target());
    }
}
