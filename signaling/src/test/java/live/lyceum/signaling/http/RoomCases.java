package live.lyceum.signaling.http;

import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import live.lyceum.signaling.testkit.TestSocket;

/// What is in a room, and what is left of it.
final class RoomCases {
    private RoomCases() {}

    static void addTo(ApiCase.Table table) {
        addPeople(table);
        addTopics(table);
        addMarks(table);
        addRecords(table);
        addTranscripts(table);
        addSearches(table);
    }

    private static void addPeople(ApiCase.Table table) {
        table.good(
                Operation.LIST_PARTICIPANTS,
                200,
                "of a lesson",
                stage -> {
                    var lesson = stage.lesson();
                    stage.start(lesson);
                    return new Ask(Operation.LIST_PARTICIPANTS).at("id", lesson.id()).key();
                });
        var remove = Operation.REMOVE_PARTICIPANT;
        table.good(remove, 204, "of a learner", stage -> GoodAsks.of(remove, stage));
        for (String nobody : List.of("nobody", "a%20b")) {
            table.bad(
                    remove,
                    404,
                    "not_found",
                    "of " + nobody,
                    stage -> GoodAsks.of(remove, stage).at("pid", nobody));
        }
        table.bad(
                remove,
                409,
                "conflict",
                "once it is over",
                stage -> new Ask(remove).at("id", stage.ended().id()).at("pid", "ben").key());
        table.good(
                Operation.SAY_BYE,
                204,
                "of any page",
                stage -> GoodAsks.of(Operation.SAY_BYE, stage));
        table.good(
                Operation.SAY_BYE,
                204,
                "without a body",
                stage -> {
                    var lesson = stage.lesson();
                    return new Ask(Operation.SAY_BYE)
                            .at("id", lesson.id())
                            .bearer(lesson.learner());
                });
        for (String wrong :
                List.of("{'resumeToken':1}", "{'resumeToken':'%s'}".formatted("x".repeat(257)))) {
            table.bad(
                    Operation.SAY_BYE,
                    422,
                    "invalid",
                    wrong.substring(0, 17),
                    stage -> GoodAsks.of(Operation.SAY_BYE, stage).json(wrong));
        }
    }

    private static void addTopics(ApiCase.Table table) {
        var replace = Operation.REPLACE_TOPICS;
        table.good(
                replace,
                200,
                "some that stay",
                stage ->
                        GoodAsks.of(replace, stage)
                                .json(
                                        "{'topics':[{'id':'t_2','title':'Two','done':true},{'title':'X'}]}"));
        table.good(
                replace, 200, "none", stage -> GoodAsks.of(replace, stage).json("{'topics':[]}"));
        for (String wrong :
                List.of(
                        "{}",
                        "{'topics':{}}",
                        "{'topics':[1]}",
                        "{'topics':['One']}",
                        "{'topics':[{'title':''}]}",
                        "{'topics':[{'title':'A','done':1}]}",
                        "{'topics':[{'title':'A','nope':1}]}",
                        "{'topics':[{'title':'A','id':'%s'}]}".formatted("x".repeat(65)))) {
            table.bad(
                    replace,
                    422,
                    "invalid",
                    wrong.length() > 40 ? wrong.substring(0, 40) : wrong,
                    stage -> GoodAsks.of(replace, stage).json(wrong));
        }
        table.bad(
                replace,
                404,
                "not_found",
                "with a topic that it does not have",
                stage ->
                        GoodAsks.of(replace, stage).json("{'topics':[{'id':'t_99','title':'A'}]}"));
        table.bad(
                replace,
                409,
                "conflict",
                "once it is over",
                stage -> GoodAsks.of(replace, stage).at("id", stage.ended().id()));
    }

    private static void addMarks(ApiCase.Table table) {
        var mark = Operation.MARK_TOPIC;
        table.good(mark, 200, "done", stage -> GoodAsks.of(mark, stage));
        table.good(
                mark,
                200,
                "without a body, by a mentor",
                stage -> {
                    var lesson = stage.lesson();
                    return new Ask(mark)
                            .at("id", lesson.id())
                            .at("tid", "t_2")
                            .bearer(lesson.mentor());
                });
        table.bad(
                mark,
                422,
                "invalid",
                "done by 1",
                stage -> GoodAsks.of(mark, stage).json("{'done':1}"));
        table.bad(
                mark,
                404,
                "not_found",
                "of nothing",
                stage -> GoodAsks.of(mark, stage).at("tid", "t_99"));
        table.bad(
                mark,
                409,
                "conflict",
                "once it is over",
                stage -> GoodAsks.of(mark, stage).at("id", stage.ended().id()));
    }

    /// A lesson in which everything happened that leaves a row.
    private static ApiStage.Lesson eventful(ApiStage stage) throws Exception {
        var lesson = stage.lesson();
        stage.start(lesson);
        TestSocket ann = stage.join(lesson.mentor());
        TestSocket ben = stage.join(lesson.learner());
        ben.ask("chat.send", TestSocket.op(), "{'text':'Hello'}");
        ben.ask("hand.set", TestSocket.op(), "{'raised':true}");
        ann.ask("topic.done", TestSocket.op(), "{'id':'t_1'}");
        ben.ask("recording.local", TestSocket.op(), "{'on':true}");
        ann.ask("recording.start", TestSocket.op(), "{}");
        ann.ask("recording.stop", TestSocket.op(), "{}");
        new Ask(Operation.START_RECORDING).at("id", lesson.id()).key().to(stage.usual);
        ann.ask("moderation.mute", TestSocket.op(), "{'participant':'ben'}");
        ann.ask("moderation.remove", TestSocket.op(), "{'participant':'ben'}");
        new Ask(Operation.CHANGE_SESSION)
                .at("id", lesson.id())
                .key()
                .with("If-Match", "*")
                .json("{'title':'Trees'}")
                .to(stage.usual);
        said(stage, lesson, "l_1");
        ann.await(each -> each.path("t").asText().equals("transcript.final"));
        ann.ask("session.end", TestSocket.op(), "{}");
        return lesson;
    }

    private static void said(ApiStage stage, ApiStage.Lesson lesson, String line) {
        stage.usual
                .transcriber
                .listener()
                .line(
                        new RoomId(lesson.id()),
                        ScriptedTranscriber.line(line, "ann", 1_000, "Hello", 0));
    }

    private static void addTranscripts(ApiCase.Table table) {
        Operation get = Operation.GET_TRANSCRIPT;
        for (String format : List.of("json", "vtt", "srt", "txt")) {
            table.good(
                    get,
                    200,
                    "of an eventful lesson, as " + format,
                    stage ->
                            new Ask(get)
                                    .at("id", eventful(stage).id())
                                    .query("format", format)
                                    .key());
        }
        table.bad(
                get,
                400,
                "bad_request",
                "as pdf",
                stage -> GoodAsks.of(get, stage).query("format", "pdf"));
        table.good(
                get,
                200,
                "of a film",
                stage -> {
                    var lesson = stage.lesson();
                    return new Ask(get)
                            .at("id", lesson.id())
                            .key()
                            .query("format", "vtt")
                            .query("recording", stage.recorded(lesson));
                });
        table.bad(
                get,
                404,
                "not_found",
                "of another session's film",
                stage -> GoodAsks.of(get, stage).query("recording", stage.recorded()));
        table.bad(
                get,
                400,
                "bad_request",
                "of what is no film",
                stage -> GoodAsks.of(get, stage).query("recording", "a.b"));
        table.good(
                get,
                200,
                "behind a line",
                stage -> {
                    var lesson = stage.lesson();
                    TestSocket ann = stage.join(lesson.mentor());
                    said(stage, lesson, "l_1");
                    said(stage, lesson, "l_2");
                    ann.await(each -> each.at("/d/id").asText().equals("l_2"));
                    return new Ask(get).at("id", lesson.id()).key().query("after", "l_1");
                });
    }

    private static void addSearches(ApiCase.Table table) {
        for (Operation each :
                List.of(Operation.SEARCH_TRANSCRIPTS, Operation.SEARCH_MY_TRANSCRIPTS)) {
            table.good(
                    each,
                    200,
                    "of two lines, the second",
                    stage -> {
                        var lesson = stage.lesson();
                        TestSocket ann = stage.join(lesson.mentor());
                        said(stage, lesson, "l_1");
                        said(stage, lesson, "l_2");
                        ann.await(line -> line.at("/d/id").asText().equals("l_2"));
                        Ask first = found(each, lesson);
                        String next = first.to(stage.usual).json().get("next").asText();
                        return found(each, lesson).query("after", next);
                    });
            for (String q : List.of("%20", "%22*%22", "x".repeat(201), "a%20".repeat(17))) {
                table.bad(
                        each,
                        400,
                        "bad_request",
                        "for q=" + q.substring(0, Math.min(q.length(), 20)),
                        stage -> GoodAsks.of(each, stage).query("q", q));
            }
            table.bad(each, 400, "bad_request", "for nothing", stage -> without(each, stage));
        }
    }

    private static Ask found(Operation search, ApiStage.Lesson lesson) {
        Ask ask = new Ask(search).query("q", "HELL").query("limit", "1");
        return search == Operation.SEARCH_TRANSCRIPTS ? ask.key() : ask.bearer(lesson.mentor());
    }

    private static Ask without(Operation search, ApiStage stage) throws Exception {
        return search == Operation.SEARCH_TRANSCRIPTS
                ? new Ask(search).key()
                : new Ask(search).bearer(stage.lesson().learner());
    }

    private static void addRecords(ApiCase.Table table) {
        for (Operation each :
                List.of(Operation.LIST_EVENTS, Operation.LIST_CHAT, Operation.GET_RECEIPT)) {
            table.good(
                    each,
                    200,
                    "of an eventful lesson",
                    stage -> new Ask(each).at("id", eventful(stage).id()).key());
        }
        for (Operation each : List.of(Operation.LIST_CHAT, Operation.LIST_EVENTS)) {
            table.good(
                    each,
                    200,
                    "of a lesson whose chat was erased",
                    stage -> {
                        var lesson = stage.lesson();
                        new Ask(Operation.CHANGE_SESSION)
                                .at("id", lesson.id())
                                .key()
                                .with("If-Match", "*")
                                .json("{'saveChat':false}")
                                .to(stage.usual);
                        TestSocket ben = stage.join(lesson.learner());
                        ben.ask("chat.send", TestSocket.op(), "{'text':'Hello'}");
                        new Ask(Operation.END_SESSION).at("id", lesson.id()).key().to(stage.usual);
                        return new Ask(each).at("id", lesson.id()).key();
                    });
        }
        for (Operation each :
                List.of(Operation.LIST_CHAT, Operation.GET_TRANSCRIPT, Operation.GET_RECEIPT)) {
            table.good(
                    each,
                    200,
                    "to a mentor",
                    stage -> {
                        var lesson = eventful(stage);
                        return new Ask(each).at("id", lesson.id()).bearer(lesson.mentor());
                    });
            table.bad(
                    each,
                    403,
                    "forbidden",
                    "to a learner whom the mentor removed",
                    stage -> {
                        var lesson = eventful(stage);
                        return new Ask(each).at("id", lesson.id()).bearer(lesson.learner());
                    });
        }
        addOddPages(table);
    }

    private static void addOddPages(ApiCase.Table table) {
        table.good(
                Operation.LIST_EVENTS,
                200,
                "the second page",
                stage ->
                        GoodAsks.of(Operation.LIST_EVENTS, stage)
                                .query("after", "1")
                                .query("limit", "1"));
        for (String after : List.of("-1", "x", "99999999999999999999", "ses_1")) {
            table.bad(
                    Operation.LIST_EVENTS,
                    400,
                    "bad_request",
                    "after " + after,
                    stage -> GoodAsks.of(Operation.LIST_EVENTS, stage).query("after", after));
        }
        for (String after : List.of("x", "m_x", "m_0", "m_-1", "ses_1")) {
            table.bad(
                    Operation.LIST_CHAT,
                    400,
                    "bad_request",
                    "after " + after,
                    stage -> GoodAsks.of(Operation.LIST_CHAT, stage).query("after", after));
        }
        table.bad(
                Operation.GET_RECEIPT,
                409,
                "conflict",
                "before the end",
                stage -> GoodAsks.of(Operation.GET_RECEIPT, stage).at("id", stage.lesson().id()));
        table.good(
                Operation.GET_RECEIPT_KEY,
                200,
                "to anybody",
                stage -> new Ask(Operation.GET_RECEIPT_KEY));
    }
}
