package live.lyceum.signaling.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.testkit.QuietLog;
import org.awaitility.Awaitility;

/// Recordings, from their start to when they are deleted.
final class RecordingCases {
    private static final Operation START = Operation.START_RECORDING;
    private static final Operation STOP = Operation.STOP_RECORDING;
    private static final Operation GET = Operation.GET_RECORDING;
    private static final Operation LIST = Operation.LIST_RECORDINGS;
    private static final Operation MINE = Operation.LIST_MY_RECORDINGS;
    private static final Operation DELETE = Operation.DELETE_RECORDING;

    private RecordingCases() {}

    static void addTo(ApiCase.Table table) {
        addStarting(table);
        addStopping(table);
        addReading(table);
        addLists(table);
        addDeleting(table);
        addMentors(table);
    }

    private static void addStarting(ApiCase.Table table) {
        table.good(START, 201, "of a lesson", stage -> GoodAsks.of(START, stage));
        table.good(
                START,
                201,
                "once more, after it was stopped",
                stage -> {
                    var lesson = stage.lesson();
                    stage.made(lesson);
                    return new Ask(START).at("id", lesson.id()).key();
                });
        table.bad(
                START,
                409,
                "conflict",
                "while it is recorded",
                stage -> {
                    var lesson = stage.lesson();
                    stage.recorded(lesson);
                    return new Ask(START).at("id", lesson.id()).key();
                });
        table.bad(
                START,
                409,
                "conflict",
                "once it is over",
                stage -> new Ask(START).at("id", stage.ended().id()).key());
        table.bad(
                START,
                403,
                "forbidden",
                "for the 21st time",
                stage -> {
                    var lesson = stage.lesson();
                    for (int i = 0; i < 20; i++) {
                        of(STOP, stage.recorded(lesson)).to(stage.usual);
                    }
                    return new Ask(START).at("id", lesson.id()).key();
                });
    }

    private static Ask of(Operation operation, String recording) {
        return new Ask(operation).at("rid", recording).key();
    }

    private static void addStopping(ApiCase.Table table) {
        table.good(STOP, 200, "one that goes on", stage -> GoodAsks.of(STOP, stage));
        table.good(
                STOP,
                200,
                "once more",
                stage -> {
                    Ask ask = GoodAsks.of(STOP, stage);
                    ask.to(stage.usual);
                    return ask;
                });
        table.good(
                STOP,
                200,
                "one whose session is over",
                stage -> {
                    var lesson = stage.lesson();
                    String recording = stage.recorded(lesson);
                    new Ask(Operation.END_SESSION).at("id", lesson.id()).key().to(stage.usual);
                    return of(STOP, recording);
                });
    }

    private static void addReading(ApiCase.Table table) {
        table.good(GET, 200, "one that goes on", stage -> GoodAsks.of(GET, stage));
        table.good(
                GET,
                200,
                "one that is being made",
                stage -> {
                    String recording = stage.recorded();
                    of(STOP, recording).to(stage.usual);
                    return of(GET, recording);
                });
        table.good(GET, 200, "one that is made", stage -> of(GET, stage.made(stage.lesson())));
        table.good(
                GET,
                200,
                "one of which nothing can be made",
                stage -> of(GET, failed(stage, stage.lesson())));
        table.good(
                GET,
                200,
                "one that is deleted",
                stage -> {
                    String recording = stage.made(stage.lesson());
                    of(DELETE, recording).to(stage.usual);
                    return of(GET, recording);
                });
    }

    private static String failed(ApiStage stage, ApiStage.Lesson lesson) throws Exception {
        String recording = stage.recorded(lesson);
        of(STOP, recording).to(stage.usual);
        try (var log = new QuietLog("live.lyceum.signaling.shell.RecordingNews")) {
            stage.usual
                    .recorder
                    .listener()
                    .failed(
                            new RoomId(lesson.id()),
                            new RecordingId(recording),
                            "the disk is broken");
            Awaitility.await()
                    .until(() ->
                            of(GET, recording)
                                    .to(stage.usual)
                                    .json()
                                    .path("state")
                                    .asText()
                                    .equals("failed"));
            assertThat(log.lines()).singleElement().asString().contains("the disk is broken");
        }
        return recording;
    }

    private static void addLists(ApiCase.Table table) {
        for (Operation each : List.of(LIST, MINE)) {
            table.good(each, 200, "of none", stage -> GoodAsks.of(each, stage));
        }
        table.good(
                LIST,
                200,
                "of two",
                stage -> {
                    var lesson = stage.lesson();
                    stage.made(lesson);
                    stage.recorded(lesson);
                    return new Ask(LIST).at("id", lesson.id()).key();
                });
        table.good(
                MINE,
                200,
                "to a learner",
                stage -> {
                    var lesson = stage.lesson();
                    stage.made(lesson);
                    return new Ask(MINE).at("id", lesson.id()).bearer(lesson.learner());
                });
        table.bad(
                MINE,
                404,
                "not_found",
                "to a stranger",
                stage ->
                        new Ask(MINE)
                                .at("id", stage.usual.session("eve:learner").id())
                                .bearer(stage.lesson().learner()));
    }

    private static void addDeleting(ApiCase.Table table) {
        table.good(DELETE, 204, "one that was stopped", stage -> GoodAsks.of(DELETE, stage));
        table.good(
                DELETE,
                204,
                "one that is made, and once more",
                stage -> {
                    String recording = stage.made(stage.lesson());
                    of(DELETE, recording).to(stage.usual);
                    return of(DELETE, recording);
                });
        table.bad(
                DELETE, 409, "conflict", "one that goes on", stage -> of(DELETE, stage.recorded()));
    }

    /// The session's mentor may all that a key may; another one knows nothing of it.
    private static void addMentors(ApiCase.Table table) {
        for (Operation each : List.of(START, LIST)) {
            int status = each == START ? 201 : 200;
            table.good(
                    each,
                    status,
                    "by a mentor",
                    stage -> {
                        var lesson = stage.lesson();
                        return new Ask(each).at("id", lesson.id()).bearer(lesson.mentor());
                    });
        }
        for (Operation each : List.of(GET, STOP, DELETE)) {
            table.good(
                    each,
                    each == DELETE ? 204 : 200,
                    "by a mentor",
                    stage -> {
                        var lesson = stage.lesson();
                        return of(each, stage.made(lesson)).bearer(lesson.mentor());
                    });
            table.bad(
                    each,
                    404,
                    "not_found",
                    "by the mentor of another session",
                    stage -> GoodAsks.of(each, stage).bearer(stage.lesson().mentor()));
        }
    }
}
