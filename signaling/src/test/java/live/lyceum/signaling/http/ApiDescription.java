package live.lyceum.signaling.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The served description of the REST API, and what it says of requests and answers.
final class ApiDescription {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String ROOT = "https://lyceum.test/openapi.json";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /// What we say in headers: none of these may come where it is not documented.
    static final Set<String> OURS =
            Set.of(
                    "Accept-Patch",
                    "Accept-Ranges",
                    "Allow",
                    "Content-Disposition",
                    "Content-Range",
                    "ETag",
                    "Idempotency-Replayed",
                    "Link",
                    "Location",
                    "Retry-After",
                    "WWW-Authenticate",
                    "X-Request-Id");

    private final JsonNode root;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> known = new HashMap<>();
    private final Map<String, JsonNode> operations = new TreeMap<>();
    private final Map<String, String> places = new TreeMap<>();
    private final Map<String, List<JsonNode>> parameters = new HashMap<>();

    ApiDescription(String json) throws JsonProcessingException {
        root = MAPPER.readTree(json);
        schemas =
                SchemaRegistry.withDialect(
                        Dialects.getOpenApi31(),
                        builder ->
                                builder.schemas(Map.of(ROOT, json))
                                        .schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .formatAssertionsEnabled(true)
                                                        .build()));
        for (var path : root.path("paths").properties()) {
            for (var each : path.getValue().properties()) {
                if (METHODS.contains(each.getKey())) {
                    String id = each.getValue().path("operationId").asText();
                    operations.put(id, each.getValue());
                    places.put(id, each.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    var all = new ArrayList<JsonNode>();
                    path.getValue().path("parameters").forEach(one -> all.add(resolved(one)));
                    each.getValue().path("parameters").forEach(one -> all.add(resolved(one)));
                    parameters.put(id, all);
                }
            }
        }
    }

    /// The `operationId` of an operation: the constant in camel case.
    static String id(Operation operation) {
        var id = new StringBuilder();
        for (String word : operation.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            id.append(
                    id.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return id.toString();
    }

    /// Method and path of each operation, by its id.
    Map<String, String> places() {
        return places;
    }

    /// The groups that the file names, in its order.
    List<String> tags() {
        return root.path("tags").findValuesAsText("name");
    }

    /// The groups that operations are in.
    Set<String> tagsUsed() {
        var all = new TreeSet<String>();
        operations
                .values()
                .forEach(each -> each.path("tags").forEach(tag -> all.add(tag.asText())));
        return all;
    }

    private JsonNode described(String operation) {
        return operations.getOrDefault(operation, MissingNode.getInstance());
    }

    /// The scopes and tokens that let somebody in, as `apiKey sessions.read` or `joinToken`.
    Set<String> security(String operation) {
        var all = new TreeSet<String>();
        for (JsonNode each : described(operation).path("security")) {
            each.properties()
                    .forEach(one ->
                            all.add(
                                    (one.getKey() + " " + one.getValue().path(0).asText())
                                            .strip()));
        }
        return all;
    }

    /// Everything that an operation may be answered: a status, and the code of a problem.
    record Outcome(String operation, int status, String code) implements Comparable<Outcome> {
        @Override
        public int compareTo(Outcome other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return "%s %d %s".formatted(operation, status, code).strip();
        }
    }

    Set<Outcome> outcomes() {
        var all = new TreeSet<Outcome>();
        operations.forEach((id, operation) -> {
            for (var each : operation.path("responses").properties()) {
                int status = Integer.parseInt(each.getKey());
                JsonNode examples = problemExamples(resolved(each.getValue()));
                examples.properties()
                        .forEach(one -> all.add(new Outcome(id, status, one.getKey())));
                if (examples.isEmpty()) {
                    all.add(new Outcome(id, status, ""));
                }
            }
        });
        return all;
    }

    private static JsonNode problemExamples(JsonNode response) {
        return response.path("content").path("application/problem+json").path("examples");
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            found = root.at(found.get("$ref").asText().substring(1));
        }
        return found;
    }

    /// What is wrong with an answer, by the component that describes it.
    List<String> wrongComponent(String name, Answer answer) {
        return wrong(root.path("components").path("responses").path(name), answer);
    }

    /// What is wrong with an answer, by the description of its operation.
    List<String> wrong(String operation, Answer answer) {
        JsonNode response =
                resolved(
                        described(operation)
                                .path("responses")
                                .path(Integer.toString(answer.status())));
        if (response.isMissingNode()) {
            return List.of("status %d is not documented".formatted(answer.status()));
        }
        return wrong(response, answer);
    }

    private List<String> wrong(JsonNode response, Answer answer) {
        var wrong = new ArrayList<String>();
        for (var header : response.path("headers").properties()) {
            checkHeader(header.getKey(), resolved(header.getValue()), answer, wrong);
        }
        for (String name : OURS) {
            if (answer.header(name) != null && !response.path("headers").has(name)) {
                wrong.add("header %s is not documented".formatted(name));
            }
        }
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            if (!answer.body().isEmpty()) {
                wrong.add("a body is not documented");
            }
            return wrong;
        }
        JsonNode media = content.path(answer.mediaType());
        if (media.isMissingNode()) {
            wrong.add("content type %s is not documented".formatted(answer.mediaType()));
        } else {
            wrong.addAll(wrongBody(media.path("schema"), answer.mediaType(), answer.body()));
        }
        String code = answer.code();
        if (!code.isEmpty() && !problemExamples(response).has(code)) {
            wrong.add("code %s is not documented".formatted(code));
        }
        return wrong;
    }

    private void checkHeader(String name, JsonNode documented, Answer answer, List<String> wrong) {
        String value = answer.header(name);
        if (value == null) {
            if (documented.path("required").asBoolean()) {
                wrong.add("header %s is missing".formatted(name));
            }
            return;
        }
        wrong.addAll(wrongText(documented.path("schema"), "header " + name, value));
    }

    /// The kinds of events that webhooks are told.
    Set<String> events() {
        var all = new TreeSet<String>();
        root.path("webhooks").fieldNames().forEachRemaining(all::add);
        return all;
    }

    /// What is wrong with the body that a webhook was sent.
    List<String> wrongEvent(String type, String body) {
        JsonNode content =
                root.path("webhooks").path(type).path("post").path("requestBody").path("content");
        return wrongBody(content.path("application/json").path("schema"), "json", body);
    }

    /// What is wrong with a request that is meant to be a good one.
    List<String> wrong(Ask ask) {
        String id = id(ask.operation());
        var wrong = new ArrayList<String>();
        Set<String> queries = new TreeSet<>(ask.queries().keySet());
        for (JsonNode parameter : parameters.getOrDefault(id, List.of())) {
            String name = parameter.path("name").asText();
            String value = ask.parameter(parameter.path("in").asText(), name);
            queries.remove(name);
            if (value != null) {
                wrong.addAll(wrongText(parameter.path("schema"), name, value));
            } else if (parameter.path("required").asBoolean()) {
                wrong.add("parameter %s is missing".formatted(name));
            }
        }
        queries.forEach(each -> wrong.add("parameter %s is not documented".formatted(each)));
        wrong.addAll(wrongRequestBody(ask));
        return wrong;
    }

    /// What is wrong with a request's body alone.
    List<String> wrongRequestBody(Ask ask) {
        JsonNode described = resolved(described(id(ask.operation())).path("requestBody"));
        String body = ask.body();
        if (body == null || body.isEmpty()) {
            return described.path("required").asBoolean()
                    ? List.of("the body is missing")
                    : List.of();
        }
        JsonNode media = described.path("content").path(ask.mediaType());
        return media.isMissingNode()
                ? List.of("a body of %s is not documented".formatted(ask.mediaType()))
                : wrongBody(media.path("schema"), ask.mediaType(), body);
    }

    private List<String> wrongText(JsonNode schema, String name, String value) {
        String type = resolved(schema).path("type").asText();
        try {
            JsonNode node =
                    type.equals("integer")
                            ? MAPPER.readTree(value)
                            : MAPPER.getNodeFactory().textNode(value);
            return wrong(schema, node).stream().map(each -> name + ": " + each).toList();
        } catch (JsonProcessingException notANumber) {
            return List.of(name + " is no number");
        }
    }

    private List<String> wrongBody(JsonNode schema, String type, String body) {
        try {
            return wrong(
                    schema,
                    type.endsWith("json")
                            ? MAPPER.readTree(body)
                            : MAPPER.getNodeFactory().textNode(body));
        } catch (JsonProcessingException notJson) {
            return List.of("the body is no JSON");
        }
    }

    private List<String> wrong(JsonNode schema, JsonNode value) {
        String text = schema.toString().replace("\"#/", "\"" + ROOT + "#/");
        Schema compiled =
                known.computeIfAbsent(text, each -> schemas.getSchema(each, InputFormat.JSON));
        return compiled.validate(value).stream().map(Error::toString).toList();
    }

    /// What is wrong with the examples of the file.
    List<String> wrongExamples() {
        var wrong = new ArrayList<String>();
        checkExamples(root, "", wrong);
        return wrong;
    }

    private void checkExamples(JsonNode node, String path, List<String> wrong) {
        if (node.has("schema")) {
            for (var each : node.path("examples").properties()) {
                wrong(node.get("schema"), each.getValue().path("value"))
                        .forEach(one -> wrong.add(path + "/" + each.getKey() + ": " + one));
            }
            @Nullable JsonNode example = node.get("example");
            if (example != null) {
                wrong(node.get("schema"), example).forEach(one -> wrong.add(path + ": " + one));
            }
        }
        node.properties()
                .forEach(each -> checkExamples(each.getValue(), path + "/" + each.getKey(), wrong));
        if (node.isArray()) {
            node.forEach(each -> checkExamples(each, path + "/-", wrong));
        }
    }
}
