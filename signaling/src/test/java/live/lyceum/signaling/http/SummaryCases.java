package live.lyceum.signaling.http;

import java.io.IOException;
import java.util.List;

/// Summaries: read, edited, made anew.
final class SummaryCases {
    private static final String TEXT = "{'version':1,'sections':[%s]}";

    private SummaryCases() {}

    static void addTo(ApiCase.Table table) {
        addReading(table);
        for (Operation each : List.of(Operation.EDIT_SUMMARY, Operation.EDIT_MY_SUMMARY)) {
            addEditing(table, each);
        }
        for (Operation each : List.of(Operation.MAKE_SUMMARY, Operation.MAKE_MY_SUMMARY)) {
            addMaking(table, each);
        }
    }

    /// A request about a session, by its mentor or with a key as the operation wants it.
    private static Ask of(Operation operation, ApiStage.Lesson lesson) {
        Ask ask = new Ask(operation).at("id", lesson.id());
        return operation.access() == Operation.Access.PERSON
                ? ask.bearer(lesson.mentor())
                : ask.key();
    }

    static Ask good(Operation operation, ApiStage stage) throws IOException, InterruptedException {
        Ask ask = of(operation, stage.summed());
        return operation.method().equals("PUT")
                ? ask.json(
                        TEXT.formatted(
                                "{'topic':null,'text':'One\\nTwo','decisions':[{'text':'D','lines':['l_1','l_9']}],"
                                        + "'homework':[{'text':'H','whom':'Ben'},{'text':'I','whom':null}]},"
                                        + "{'topic':'t_2'}"))
                : ask;
    }

    private static void addReading(ApiCase.Table table) {
        for (Operation each : List.of(Operation.GET_SUMMARY, Operation.GET_MY_SUMMARY)) {
            table.good(each, 200, "of a lesson", stage -> good(each, stage));
            table.good(each, 200, "of none", stage -> of(each, stage.lesson()));
            table.good(
                    each,
                    200,
                    "by a learner",
                    stage -> {
                        var lesson = stage.summed();
                        return new Ask(each).at("id", lesson.id()).bearer(lesson.learner());
                    });
            table.good(
                    each,
                    200,
                    "one that was edited",
                    stage -> {
                        var lesson = stage.summed();
                        of(Operation.EDIT_MY_SUMMARY, lesson)
                                .json(TEXT.formatted(""))
                                .to(stage.usual);
                        return of(each, lesson);
                    });
        }
    }

    private static void addEditing(ApiCase.Table table, Operation edit) {
        table.good(edit, 200, "of all there is", stage -> good(edit, stage));
        for (String wrong :
                List.of(
                        "{}",
                        "{'version':-1,'sections':[]}",
                        "{'version':1}",
                        TEXT.formatted("1"),
                        TEXT.formatted("{'text':1}"),
                        TEXT.formatted("{'text':'a\\u0000'}"),
                        TEXT.formatted("{'text':'%s'}".formatted("x".repeat(1_501))),
                        TEXT.formatted("{'nope':1}"),
                        TEXT.formatted("{'decisions':[{'text':''}]}"),
                        TEXT.formatted("{'decisions':[{'text':'a','whom':'b'}]}"),
                        TEXT.formatted("{'homework':[{'text':'a\\nb'}]}"),
                        TEXT.formatted("{'homework':[{'text':'a','lines':['1','2','3','4','5']}]}"),
                        TEXT.formatted(
                                "{'decisions':[%s]}"
                                        .formatted("{'text':'a'},".repeat(20) + "{'text':'a'}")))) {
            table.bad(
                    edit,
                    422,
                    "invalid",
                    wrong.length() > 60 ? wrong.substring(0, 60) : wrong,
                    stage -> good(edit, stage).json(wrong));
        }
        for (String beyond :
                List.of(
                        TEXT.formatted("{'topic':'t_99'}"),
                        TEXT.formatted("{'text':'a'},{'topic':null}"),
                        TEXT.formatted("{'decisions':[{'text':'  '}]}"))) {
            table.bad(
                    edit,
                    422,
                    "invalid",
                    beyond,
                    stage -> good(edit, stage).json(beyond).beyondSchema());
        }
        table.bad(
                edit,
                409,
                "conflict",
                "of another version",
                stage -> good(edit, stage).json("{'version':7,'sections':[]}"));
        table.bad(
                edit,
                409,
                "conflict",
                "of none",
                stage -> of(edit, stage.lesson()).json(TEXT.formatted("")));
        addMentorsOnly(table, edit);
    }

    private static void addMaking(ApiCase.Table table, Operation make) {
        table.good(make, 202, "of a lesson that has one", stage -> good(make, stage));
        table.bad(make, 409, "conflict", "while it goes on", stage -> of(make, stage.lesson()));
        table.bad(
                make, 409, "conflict", "where nothing was said", stage -> of(make, stage.ended()));
        table.bad(
                make,
                429,
                "rate_limited",
                "for the fourth time",
                stage -> {
                    var lesson = stage.summed();
                    for (int i = 0; i < SummaryApi.MADE_PER_MINUTE; i++) {
                        of(make, lesson).to(stage.usual);
                    }
                    return of(make, lesson);
                });
        table.add(
                make,
                501,
                "not_available",
                "without a model",
                stage -> {
                    var lesson = stage.full.session("ann:mentor");
                    Ask ask = new Ask(make).at("id", lesson.id());
                    return (make == Operation.MAKE_SUMMARY
                                    ? ask.key()
                                    : ask.bearer(lesson.tokens().getFirst()))
                            .to(stage.full);
                });
        addMentorsOnly(table, make);
    }

    private static void addMentorsOnly(ApiCase.Table table, Operation operation) {
        if (operation.access() == Operation.Access.PERSON) {
            table.bad(
                    operation,
                    403,
                    "forbidden",
                    "by a learner",
                    stage -> {
                        var lesson = stage.lesson();
                        return good(operation, stage)
                                .at("id", lesson.id())
                                .bearer(lesson.learner());
                    });
        } else {
            table.good(
                    operation,
                    operation.method().equals("PUT") ? 200 : 202,
                    "by a mentor",
                    stage -> {
                        var lesson = stage.summed();
                        return good(operation, stage).at("id", lesson.id()).bearer(lesson.mentor());
                    });
        }
    }
}
