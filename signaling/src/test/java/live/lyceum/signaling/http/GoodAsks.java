package live.lyceum.signaling.http;

import java.io.IOException;

/// A request of each operation that goes well, each about a session of its own.
final class GoodAsks {
    private GoodAsks() {}

    static Ask of(Operation operation, ApiStage stage) throws IOException, InterruptedException {
        var ask = new Ask(operation);
        return switch (operation) {
            case CREATE_SESSION -> ask.key().json("{'title':'Graphs','plannedMs':3600000}");
            case LIST_SESSIONS, LIST_KEYS -> ask.key();
            case GET_SESSION,
                    LIST_PARTICIPANTS,
                    LIST_CHAT,
                    GET_TRANSCRIPT,
                    LIST_EVENTS,
                    LIST_FEEDBACK,
                    CANCEL_SESSION,
                    END_SESSION ->
                    ask.at("id", stage.lesson().id()).key();
            case CHANGE_SESSION ->
                    ask.at("id", stage.lesson().id())
                            .key()
                            .with("If-Match", "*")
                            .body("application/merge-patch+json", "{\"title\":\"Trees\"}");
            case CREATE_TOKEN ->
                    ask.at("id", stage.lesson().id())
                            .key()
                            .json("{'id':'cleo','name':'Cleo','role':'learner'}");
            case REPLACE_TOPICS, MARK_TOPIC -> ofTopics(ask.at("id", stage.lesson().id()).key());
            case REMOVE_PARTICIPANT -> {
                var lesson = stage.lesson();
                stage.join(lesson.learner());
                yield ask.at("id", lesson.id()).at("pid", "ben").key();
            }
            case GET_RECEIPT -> ask.at("id", stage.ended().id()).key();
            case SAY_BYE, GIVE_FEEDBACK, LIST_MY_SESSIONS, SEARCH_MY_TRANSCRIPTS, GET_MY_SESSION ->
                    ofPeople(ask, stage);
            case SEARCH_TRANSCRIPTS -> ask.query("q", "hello").key();
            case START_RECORDING,
                    LIST_RECORDINGS,
                    LIST_MY_RECORDINGS,
                    GET_RECORDING,
                    STOP_RECORDING,
                    DELETE_RECORDING ->
                    ofRecordings(ask, stage);
            case GET_SUMMARY,
                    EDIT_SUMMARY,
                    MAKE_SUMMARY,
                    GET_MY_SUMMARY,
                    EDIT_MY_SUMMARY,
                    MAKE_MY_SUMMARY ->
                    SummaryCases.good(operation, stage);
            case CREATE_DASHBOARD_TOKEN -> ask.key().json("{'sub':'ben'}");
            case PUBLISH, VIEW, CHANGE_PUBLISHER, CHANGE_VIEWER, END_PUBLISHER, END_VIEWER ->
                    ofMedia(ask, stage);
            case CREATE_KEY -> ask.key().json("{'name':'Booking'}");
            case DELETE_KEY -> ask.at("kid", stage.key("main").split("_", 3)[1]).key();
            case CREATE_WEBHOOK,
                    LIST_WEBHOOKS,
                    DELETE_WEBHOOK,
                    TEST_WEBHOOK,
                    LIST_DELIVERIES,
                    RESEND_DELIVERY ->
                    ofWebhooks(ask, stage);
            case CREATE_UPLOAD, GET_UPLOAD, PUT_CHUNK, COMPLETE_UPLOAD, GET_RECORDED_FILE ->
                    UploadCases.good(ask, stage);
            case GET_RECEIPT_KEY, GET_OPENAPI, PING -> ask;
        };
    }

    private static Ask ofTopics(Ask ask) {
        return ask.operation() == Operation.MARK_TOPIC
                ? ask.at("tid", "t_1").json("{'done':true}")
                : ask.json("{'topics':[{'title':'New'}]}");
    }

    private static Ask ofPeople(Ask ask, ApiStage stage) throws IOException, InterruptedException {
        var lesson = ask.operation() == Operation.GIVE_FEEDBACK ? stage.ended() : stage.lesson();
        ask.bearer(lesson.learner());
        return switch (ask.operation()) {
            case SAY_BYE -> ask.at("id", lesson.id()).json("{}");
            case GIVE_FEEDBACK -> ask.at("id", lesson.id()).json("{'rating':5}");
            case GET_MY_SESSION -> ask.at("id", lesson.id());
            case SEARCH_MY_TRANSCRIPTS -> ask.query("q", "hello");
            default -> ask;
        };
    }

    private static Ask ofRecordings(Ask ask, ApiStage stage)
            throws IOException, InterruptedException {
        return switch (ask.operation()) {
            case LIST_MY_RECORDINGS -> {
                var lesson = stage.lesson();
                yield ask.at("id", lesson.id()).bearer(lesson.learner());
            }
            case GET_RECORDING, STOP_RECORDING -> ask.at("rid", stage.recorded()).key();
            case DELETE_RECORDING -> {
                String recording = stage.recorded();
                var _ =
                        new Ask(Operation.STOP_RECORDING)
                                .at("rid", recording)
                                .key()
                                .to(stage.usual);
                yield ask.at("rid", recording).key();
            }
            default -> ask.at("id", stage.lesson().id()).key();
        };
    }

    /// A tenant has few webhooks, so each request is another one's.
    private static Ask ofWebhooks(Ask ask, ApiStage stage)
            throws IOException, InterruptedException {
        String key = stage.key(stage.freshTenant(), "webhooks");
        ask.bearer(key);
        return switch (ask.operation()) {
            case CREATE_WEBHOOK -> ask.json("{'url':'%s'}".formatted(stage.receiver.url()));
            case LIST_WEBHOOKS -> ask;
            case RESEND_DELIVERY -> {
                String webhook = stage.webhook(key);
                Answer sent =
                        new Ask(Operation.TEST_WEBHOOK)
                                .at("wid", webhook)
                                .bearer(key)
                                .to(stage.usual);
                stage.awaitSent(webhook, key);
                yield ask.at("wid", webhook).at("did", sent.json().get("id").asText());
            }
            default -> ask.at("wid", stage.webhook(key));
        };
    }

    private static Ask ofMedia(Ask ask, ApiStage stage) throws IOException, InterruptedException {
        var lesson = stage.lesson();
        ask.at("id", lesson.id()).bearer(lesson.mentor());
        return switch (ask.operation()) {
            case PUBLISH -> ask.body("application/sdp", ApiStage.OFFER);
            case VIEW -> ask.query("participant", "ben").body("application/sdp", ApiStage.OFFER);
            case CHANGE_PUBLISHER -> restart(ask.at("resource", stage.published(lesson)));
            case CHANGE_VIEWER -> restart(ask.at("resource", stage.viewed(lesson)));
            case END_PUBLISHER -> ask.at("resource", stage.published(lesson));
            default -> ask.at("resource", stage.viewed(lesson));
        };
    }

    private static Ask restart(Ask ask) {
        return ask.with("If-Match", "*").body("application/trickle-ice-sdpfrag", ApiStage.RESTART);
    }
}
