package live.lyceum.signaling.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionCodecTest {
    @Test
    void aFullDraftIsRead() throws ProblemException {
        var draft =
                SessionCodec.draft(
                        """
                        {"title":"Graphs","plannedMs":3600000,"startsAt":"2026-01-01T10:00:00+01:00",
                         "hardEndAt":"2026-01-01T12:00:00Z","abandonAfterMs":60000,
                         "topics":["One","Two"],
                         "participants":[{"id":"a","name":"Ann","role":"mentor"},
                                         {"id":"b","name":"Bo","role":"observer","ttlMs":5000}],
                         "saveChat":false,"returnUrl":"https://example.org/done",
                         "completeRatio":0.5,"embedOrigins":["https://example.org"]}
                        """,
                        true);

        assertThat(draft.startsAtMs()).isEqualTo(1_767_258_000_000L);
        assertThat(draft.topics()).containsExactly("One", "Two");
        assertThat(draft.participants().getLast().role()).isEqualTo(Role.OBSERVER);
        assertThat(draft.participants().getLast().ttlMs()).isEqualTo(5_000);
        assertThat(draft.saving()).isEqualTo(new SessionPlan.Saving(false, true, false, true));
        assertThat(draft.completeRatio()).isEqualTo(0.5);
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws ProblemException {
        var draft = SessionCodec.draft("{\"title\":\"x\",\"plannedMs\":60000}", false);

        assertThat(draft.startsAtMs()).isNull();
        assertThat(draft.abandonAfterMs()).isEqualTo(30 * 60_000L);
        assertThat(draft.completeRatio()).isEqualTo(0.8);
        assertThat(draft.saving()).isEqualTo(new SessionPlan.Saving(false, false, true, true));
        assertThat(draft.topics()).isEmpty();
        assertThat(draft.participants()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`plannedMs`:60000                                | title",
                "`title`:``,`plannedMs`:60000                     | title",
                "`title`:`   `,`plannedMs`:60000                  | title",
                "`title`:`a\\u0007b`,`plannedMs`:60000            | title",
                "`title`:`x`,`plannedMs`:59999                    | plannedMs",
                "`title`:`x`,`plannedMs`:43200001                 | plannedMs",
                "`title`:`x`,`plannedMs`:`60000`                  | plannedMs",
                "`title`:`x`,`plannedMs`:60000,`startsAt`:`soon`  | startsAt",
                "`title`:`x`,`plannedMs`:60000,`startsAt`:`+999999999-01-01T00:00:00Z`  | startsAt",
                "`title`:`x`,`plannedMs`:60000,`hardEndAt`:`-999999999-01-01T00:00:00Z` | hardEndAt",
                "`title`:`x`,`plannedMs`:60000,`topics`:`one`     | topics",
                "`title`:`x`,`plannedMs`:60000,`topics`:[`a`,``]  | topics.1",
                "`title`:`x`,`plannedMs`:60000,`completeRatio`:2  | completeRatio",
                "`title`:`x`,`plannedMs`:60000,`returnUrl`:`javascript:alert(1)` | returnUrl",
                "`title`:`x`,`plannedMs`:60000,`embedOrigins`:[`https://a.b/c`]  | embedOrigins.0",
                "`title`:`x`,`plannedMs`:60000,`embedOrigins`:[`https://a.b#;sandbox`]  | embedOrigins.0",
                "`title`:`x`,`plannedMs`:60000,`embedOrigins`:[`https://a.b;sandbox`]   | embedOrigins.0",
                "`title`:`x`,`plannedMs`:60000,`embedOrigins`:[`https://LONG.b`]        | embedOrigins.0",
                "`title`:`x`,`plannedMs`:60000,`participants`:[{`id`:`a/b`,`name`:`n`,`role`:`mentor`}] | participants.0.id",
                "`title`:`x`,`plannedMs`:60000,`participants`:[{`id`:`a`,`name`:`n`,`role`:`king`}]     | participants.0.role",
            })
    void everyWrongFieldIsNamed(String members, String field) {
        String body = "{" + members.replace('`', '"').replace("LONG", "x".repeat(260)) + "}";

        var problem = problem(() -> SessionCodec.draft(body, false));

        assertThat(problem.code()).isEqualTo(Problem.Code.INVALID);
        assertThat(problem.errors()).extracting(Problem.FieldError::field).containsExactly(field);
    }

    @Test
    void nobodyIsInvitedTwice() {
        var problem =
                problem(() ->
                        SessionCodec.draft(
                                """
                                {"title":"x","plannedMs":60000,"participants":[
                                  {"id":"a","name":"A","role":"mentor"},
                                  {"id":"a","name":"B","role":"learner"}]}
                                """,
                                false));

        assertThat(problem.errors().getFirst().field()).isEqualTo("participants");
    }

    @Test
    void whereNothingCanTranscribeThatIsRefusedByName() throws ProblemException {
        String body = "{\"title\":\"x\",\"plannedMs\":60000,\"transcribe\":%s}";
        var problem = problem(() -> SessionCodec.draft(body.formatted(true), false));

        assertThat(problem.code()).isEqualTo(Problem.Code.NOT_AVAILABLE);
        assertThat(problem.detail()).contains("transcribe");
        assertThat(SessionCodec.draft(body.formatted(true), true).saving().transcribe()).isTrue();
        assertThat(SessionCodec.draft(body.formatted(false), true).saving().transcribe()).isFalse();
    }

    @Test
    void noBeginningOfABodyIsReadAsOne() {
        String body = "{\"title\":\"x\",\"plannedMs\":60000}";
        for (int length = 0; length < body.length(); length++) {
            String begun = body.substring(0, length);
            assertThat(problem(() -> SessionCodec.draft(begun, false)).code())
                    .isEqualTo(Problem.Code.BAD_REQUEST);
        }
    }

    @Test
    void aSessionIsShownWithAllItsFields() {
        var plan =
                new SessionPlan(
                        new RoomId("ses_1"),
                        TenantId.MAIN,
                        "X",
                        60_000,
                        0,
                        null,
                        1_000,
                        List.of(new Topic("t_1", "One", false)),
                        new SessionPlan.Saving(false, false, true, true),
                        null,
                        0.8,
                        List.of());

        byte[] shown = SessionCodec.session(SessionRecord.scheduled(plan, "e1", 0), List.of());

        assertThat(new String(shown, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"ses_1\",\"title\":\"X\","
                                + "\"plannedMs\":60000,\"startsAt\":\"1970-01-01T00:00:00Z\","
                                + "\"hardEndAt\":null,\"abandonAfterMs\":1000,\"topics\":"
                                + "[{\"id\":\"t_1\",\"title\":\"One\",\"done\":false}],"
                                + "\"record\":false,\"transcribe\":false,\"saveChat\":true,"
                                + "\"saveTranscript\":true,\"returnUrl\":null,"
                                + "\"completeRatio\":0.8,\"embedOrigins\":[],"
                                + "\"state\":\"scheduled\",\"activeMs\":0,"
                                + "\"startedAt\":null,\"endedAt\":null,\"outcome\":null,"
                                + "\"createdAt\":\"1970-01-01T00:00:00Z\",\"attendance\":[]}");
    }

    private interface Reading {
        Object read() throws ProblemException;
    }

    private static Problem problem(Reading reading) {
        return catchThrowableOfType(ProblemException.class, reading::read).problem();
    }
}
