package live.lyceum.signaling.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Notice.Content;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Receipt;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionRecord.Outcome;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.protocol.WebhookId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookCodecTest {
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final ParticipantId MINA = new ParticipantId("mina");

    @Test
    void aDraftHasTheEventsThatAreNamedOrAll() throws ProblemException {
        var named =
                WebhookCodec.draft(
                        """
                        {"url":"https://a.example:8443/h?k=1",
                         "events":["session.ended","participant.left","session.ended"]}
                        """);
        var all = WebhookCodec.draft("{\"url\":\"http://[::1]/\"}");

        assertThat(named.url()).isEqualTo(URI.create("https://a.example:8443/h?k=1"));
        assertThat(named.events())
                .containsExactly(Notice.Type.SESSION_ENDED, Notice.Type.PARTICIPANT_LEFT);
        assertThat(all.events()).containsExactly(Notice.Type.values());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | url | is not a text",
                "{'url':7} | url | is not a text",
                "{'url':'a b'} | url | is not a URL",
                "{'url':'/hook'} | url | is neither an https nor an http URL",
                "{'url':'file:///etc/passwd'} | url | is neither an https nor an http URL",
                "{'url':'gopher://a.example/'} | url | is neither an https nor an http URL",
                "{'url':'https://me:pw@a.example/'} | url | has a user or a password in it",
                "{'url':'https://me@a.example/'} | url | has a user or a password in it",
                "{'url':'https://a.example/#x'} | url | has a fragment",
                "{'url':'https:///x'} | url | has no host, or no good one",
                "{'url':'https:a.example'} | url | has no host, or no good one",
                "{'url':'https://a_b.example/'} | url | has no host, or no good one",
                "{'url':'https://a.example:0/'} | url | has no host, or no good one",
                "{'url':'https://a.example:65536/'} | url | has no host, or no good one",
                "{'url':'https://a.example/','events':'x'} | events | is not a list",
                "{'url':'https://a.example/','events':[]} | events | is empty",
                "{'url':'https://a.example/','events':['session.eaten']} | events.0 | is no kind of event",
                "{'url':'https://a.example/','events':[1]} | events.0 | is not a text",
            })
    void saysWhatIsWrong(String body, String field, String message) {
        var told =
                catchThrowableOfType(
                        ProblemException.class, () -> WebhookCodec.draft(body.replace('\'', '"')));

        assertThat(told.problem().code()).isEqualTo(Problem.Code.INVALID);
        assertThat(told.problem().errors()).contains(new Problem.FieldError(field, message));
    }

    @Test
    void aUrlHasAnEnd() {
        String body = "{\"url\":\"https://a.example/%s\"}";
        assertThat(
                        catchThrowableOfType(
                                ProblemException.class,
                                () -> WebhookCodec.draft(body.formatted("x".repeat(2_048 - 17)))))
                .isNotNull();
        assertThat(
                        catchThrowableOfType(
                                ProblemException.class,
                                () -> WebhookCodec.draft(body.formatted("x".repeat(2_048 - 18)))))
                .isNull();
    }

    @Test
    void whatIsToldIsWrittenAsTheDocumentsSay() {
        var timer = new Timer(Timer.State.PAUSED, List.of(Timer.Side.LEARNER), 5, 9);
        var end =
                new SessionEnd(
                        SessionEnd.Reason.HARD_END,
                        Outcome.NO_SHOW,
                        List.of(Timer.Side.LEARNER),
                        5,
                        11);
        var attendance = List.of(new Receipt.Attendance(MINA, Role.MENTOR, 7));

        assertThat(body(Notice.Type.SESSION_PAUSED, new Content.Time(timer)))
                .isEqualTo(
                        written("session.paused", "'activeMs':5,'totalMs':9,'away':['learner']"));
        assertThat(body(Notice.Type.SESSION_ENDED, new Content.End(end, 9, attendance)))
                .isEqualTo(
                        written(
                                "session.ended",
                                "'activeMs':5,'totalMs':9,'reason':'hardEnd','outcome':'no_show',"
                                        + "'absent':['learner'],'attendance':"
                                        + "[{'id':'mina','role':'mentor','activeMs':7}]"));
        assertThat(
                        body(
                                Notice.Type.PARTICIPANT_JOINED,
                                new Content.Arrival(MINA, "Mina", Role.LEARNER)))
                .isEqualTo(
                        written(
                                "participant.joined",
                                "'participant':'mina','name':'Mina','role':'learner'"));
        assertThat(
                        body(
                                Notice.Type.PARTICIPANT_LEFT,
                                new Content.Departure(MINA, Role.LEARNER, true)))
                .isEqualTo(
                        written(
                                "participant.left",
                                "'participant':'mina','role':'learner','reason':'removed'"));
        var feedback = new Feedback(MINA, "Mina", new Feedback.Review(4, null), 1_000);
        assertThat(NoticeCodec.body(Notice.of(ROOM, feedback)).replace('"', '\''))
                .isEqualTo(
                        "{'type':'feedback.received','timestamp':'1970-01-01T00:00:01Z','data':"
                                + "{'sessionId':'ses_1','participant':'mina','name':'Mina',"
                                + "'rating':4,'comment':null,'at':'1970-01-01T00:00:01Z'}}");
        assertThat(NoticeCodec.body(Notice.test(1_000)).replace('"', '\''))
                .isEqualTo("{'type':'webhook.test','timestamp':'1970-01-01T00:00:01Z','data':{}}");
    }

    @Test
    void whatIsToldOfRecordingsIsWrittenAsTheDocumentsSay() {
        var id = new RecordingId("rec_1");
        assertThat(body(Notice.Type.RECORDING_STARTED, new Content.RecordingStart(id, null)))
                .isEqualTo(written("recording.started", "'recording':'rec_1'"));
        assertThat(body(Notice.Type.RECORDING_STARTED, new Content.RecordingStart(id, MINA)))
                .isEqualTo(written("recording.started", "'recording':'rec_1','by':'mina'"));
        assertThat(body(Notice.Type.RECORDING_STOPPED, new Content.RecordingStop(id, null)))
                .isEqualTo(written("recording.stopped", "'recording':'rec_1','reason':'ended'"));
        assertThat(
                        body(
                                Notice.Type.RECORDING_STOPPED,
                                new Content.RecordingStop(id, LiveRecording.Stop.DISK_FULL)))
                .isEqualTo(
                        written("recording.stopped", "'recording':'rec_1','reason':'disk_full'"));
        var file = new Film.File("a.vtt", Film.Kind.STRIP_INDEX, "text/vtt", 9, "00ff");
        assertThat(
                        body(
                                Notice.Type.RECORDING_READY,
                                new Content.RecordingFiles(id, 5, List.of(file))))
                .isEqualTo(
                        written(
                                "recording.ready",
                                "'recording':'rec_1','durationMs':5,'files':[{'name':'a.vtt',"
                                        + "'kind':'strip_index','type':'text/vtt','bytes':9,"
                                        + "'sha256':'00ff'}]"));
        assertThat(body(Notice.Type.RECORDING_FAILED, new Content.RecordingFailure(id, "lost")))
                .isEqualTo(written("recording.failed", "'recording':'rec_1','why':'lost'"));
        assertThat(
                        body(
                                Notice.Type.TRANSCRIPT_READY,
                                new Content.TranscriptLines(2, 9, List.of("de", "en"))))
                .isEqualTo(
                        written("transcript.ready", "'lines':2,'words':9,'languages':['de','en']"));
    }

    private static String body(Notice.Type type, Content content) {
        return NoticeCodec.body(new Notice(type, ROOM, 7L, 1_000, content)).replace('"', '\'');
    }

    private static String written(String type, String data) {
        return "{'type':'%s','timestamp':'1970-01-01T00:00:01Z','data':{'sessionId':'ses_1','seq':7,%s}}"
                .formatted(type, data);
    }

    @Test
    void aDeliveryIsWrittenWithWhatIsMissingAsNull() {
        var delivery =
                new Delivery(
                        new DeliveryId("dlv_1"),
                        new WebhookId("whk_1"),
                        "evt_1",
                        Notice.Type.WEBHOOK_TEST,
                        null,
                        Delivery.State.WAITING,
                        1,
                        2_000L,
                        500,
                        "answered 500",
                        1_000,
                        null);

        assertThat(new String(WebhookCodec.delivery(delivery), StandardCharsets.UTF_8))
                .isEqualTo(
                        ("{'id':'dlv_1','eventId':'evt_1','type':'webhook.test','sessionId':null,"
                                        + "'state':'waiting','attempts':1,"
                                        + "'nextAt':'1970-01-01T00:00:02Z','lastStatus':500,"
                                        + "'lastError':'answered 500',"
                                        + "'createdAt':'1970-01-01T00:00:01Z','deliveredAt':null}")
                                .replace('\'', '"'));
    }
}
