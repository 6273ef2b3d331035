package live.lyceum.signaling.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import live.lyceum.signaling.shell.Told;
import live.lyceum.signaling.testkit.QuietLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// `openapi.yaml` against the server that it describes: every operation, with every answer that is
/// documented, and no other.
class OpenApiTest {
    private static final Set<ApiDescription.Outcome> SEEN = new TreeSet<>();
    private static ApiStage stage;
    private static ApiDescription description;
    private static QuietLog bugs;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, InterruptedException {
        bugs = new QuietLog(Told.class);
        stage = new ApiStage(folder);
        description = new ApiDescription(new Ask(Operation.GET_OPENAPI).to(stage.usual).body());
    }

    @AfterAll
    static void everythingWasSeen() {
        stage.close();
        bugs.close();
        assertThat(SEEN)
                .as("answers that were seen are those that are documented")
                .isEqualTo(description.outcomes());
    }

    private static List<ApiCase> cases() {
        var table = new ApiCase.Table();
        EveryOperation.addTo(table);
        SessionCases.addTo(table);
        ChangeCases.addTo(table);
        RoomCases.addTo(table);
        RecordingCases.addTo(table);
        SummaryCases.addTo(table);
        PeopleCases.addTo(table);
        KeyCases.addTo(table);
        MediaCases.addTo(table);
        RepetitionCases.addTo(table);
        WebhookCases.addTo(table);
        UploadCases.addTo(table);
        return table.all();
    }

    @TestFactory
    Stream<DynamicTest> answersAreAsDocumented() {
        return cases().stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> play(each)));
    }

    private static void play(ApiCase played) throws Exception {
        Answer answer = played.how().of(stage);
        String id = ApiDescription.id(played.operation());

        String what = played.name() + ": " + answer;
        assertThat(answer.status()).as(what).isEqualTo(played.status());
        assertThat(answer.code()).as(what).isEqualTo(played.code());
        SEEN.add(played.outcome());
        assertThat(description.wrong(id, answer)).as(what).isEmpty();
        Ask ask = answer.ask();
        if (ask != null && answer.status() < 400) {
            assertThat(description.wrong(ask))
                    .as("%s: the request %s", played.name(), ask.body())
                    .isEmpty();
        }
        if (ask != null && answer.code().equals("invalid") && !ask.isBeyondSchema()) {
            assertThat(description.wrongRequestBody(ask))
                    .as("%s: what is wrong with %s", played.name(), ask.body())
                    .isNotEmpty();
        }
    }

    @Test
    void operationsAreThoseOfTheTable() {
        var table = new TreeMap<String, String>();
        for (Operation each : Operation.values()) {
            table.put(ApiDescription.id(each), each.method() + " " + each.template());
        }
        assertThat(description.places()).isEqualTo(table);
    }

    /// Generators of clients refuse a file that names one twice (OpenAPI 3.1, "tags").
    @Test
    void groupsAreNamedOnceAndUsed() {
        assertThat(description.tags())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(description.tagsUsed());
    }

    @Test
    void whoMayIsAsInTheTable() {
        for (Operation each : Operation.values()) {
            String key = each.scope() == null ? "" : "apiKey " + each.scope().written();
            Set<String> expected =
                    switch (each.access()) {
                        case ANYBODY -> Set.of();
                        case KEY -> Set.of(key);
                        case KEY_OR_MENTOR, KEY_OR_SEAT -> Set.of(key, "joinToken");
                        case SEAT, RECORDER -> Set.of("joinToken");
                        case PERSON -> Set.of("dashboardToken", "joinToken");
                    };
            assertThat(description.security(ApiDescription.id(each)))
                    .as(each.name())
                    .isEqualTo(expected);
        }
    }

    /// At each path, the methods that it does not have.
    @TestFactory
    Stream<DynamicTest> otherMethodsAreRefused() {
        return Stream.of(Operation.values())
                .map(Operation::template)
                .distinct()
                .map(template -> DynamicTest.dynamicTest(template, () -> refused(template)));
    }

    private static void refused(String template) throws Exception {
        Set<String> allowed = new TreeSet<>();
        for (Operation each : Operation.values()) {
            if (each.template().equals(template)) {
                allowed.add(each.method());
                if (each.method().equals("GET")) {
                    allowed.add("HEAD");
                }
            }
        }
        Operation some =
                Stream.of(Operation.values())
                        .filter(each -> each.template().equals(template))
                        .findFirst()
                        .orElseThrow();
        for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH")) {
            if (!allowed.contains(method)) {
                Answer answer = GoodAsks.of(some, stage).to(stage.usual, method);
                assertThat(answer.status()).as(method + ": " + answer).isEqualTo(405);
                assertThat(description.wrongComponent("MethodNotAllowed", answer)).isEmpty();
                assertThat(String.valueOf(answer.header("Allow")).split(", "))
                        .containsExactlyInAnyOrderElementsOf(allowed);
            }
        }
    }

    @Test
    void anotherTenantsIsToldAsNothing() throws Exception {
        String key = stage.key("north");
        for (Operation each : Operation.values()) {
            if (each.scope() != null && each.ofSession()) {
                Answer others = GoodAsks.of(each, stage).bearer(key).to(stage.usual);
                Answer none =
                        GoodAsks.of(each, stage).at("id", "ses_nope").bearer(key).to(stage.usual);
                assertThat(withoutId(others)).as(each.name()).isEqualTo(withoutId(none));
            }
        }
    }

    private static String withoutId(Answer answer) {
        return answer.toString().replaceAll("req_[0-9a-f]{16}", "req");
    }

    @Test
    void examplesAreGood() {
        assertThat(description.wrongExamples()).isEmpty();
    }
}
