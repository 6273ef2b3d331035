package live.lyceum.signaling.http;

import java.util.List;

/// What a person does outside of a room, and the server itself.
final class PeopleCases {
    private PeopleCases() {}

    static void addTo(ApiCase.Table table) {
        addFeedback(table);
        addDashboard(table);
        addServer(table);
    }

    private static void addFeedback(ApiCase.Table table) {
        var give = Operation.GIVE_FEEDBACK;
        table.good(give, 201, "a rating", stage -> GoodAsks.of(give, stage));
        for (String good :
                List.of(
                        "{'rating':1,'comment':''}",
                        "{'rating':1,'comment':'One\\nTwo \uD83D\uDE00'}",
                        "{'rating':1,'comment':'%s'}".formatted("x".repeat(2_000)))) {
            table.good(
                    give, 201, good.substring(0, 20), stage -> GoodAsks.of(give, stage).json(good));
        }
        for (String wrong :
                List.of(
                        "{}",
                        "{'rating':0}",
                        "{'rating':6}",
                        "{'rating':'5'}",
                        "{'rating':4.5}",
                        "{'rating':5,'comment':1}",
                        "{'rating':5,'comment':'a\\u0007b'}",
                        "{'rating':5,'comment':'%s'}".formatted("x".repeat(2_001)))) {
            table.bad(
                    give,
                    422,
                    "invalid",
                    wrong.length() > 40 ? wrong.substring(0, 40) : wrong,
                    stage -> GoodAsks.of(give, stage).json(wrong));
        }
        table.bad(
                give,
                403,
                "forbidden",
                "of an observer",
                stage -> {
                    var lesson = stage.ended();
                    return GoodAsks.of(give, stage).at("id", lesson.id()).bearer(lesson.observer());
                });
        table.bad(
                give,
                409,
                "conflict",
                "before it began",
                stage -> {
                    var lesson = stage.lesson();
                    return GoodAsks.of(give, stage).at("id", lesson.id()).bearer(lesson.learner());
                });
        table.good(
                Operation.LIST_FEEDBACK,
                200,
                "with one",
                stage -> {
                    var lesson = stage.ended();
                    GoodAsks.of(give, stage)
                            .at("id", lesson.id())
                            .bearer(lesson.learner())
                            .to(stage.usual);
                    return new Ask(Operation.LIST_FEEDBACK).at("id", lesson.id()).key();
                });
    }

    private static void addDashboard(ApiCase.Table table) {
        var make = Operation.CREATE_DASHBOARD_TOKEN;
        table.good(make, 201, "of a learner", stage -> GoodAsks.of(make, stage));
        for (String wrong : List.of("{}", "{'sub':1}", "{'sub':'a b'}", "{'sub':''}")) {
            table.bad(make, 422, "invalid", wrong, stage -> GoodAsks.of(make, stage).json(wrong));
        }
        for (Operation each : List.of(Operation.LIST_MY_SESSIONS, Operation.GET_MY_SESSION)) {
            table.good(each, 200, "with a join token", stage -> GoodAsks.of(each, stage));
            table.good(
                    each,
                    200,
                    "with a dashboard token",
                    stage -> {
                        Ask ask = GoodAsks.of(each, stage);
                        String token =
                                GoodAsks.of(make, stage)
                                        .to(stage.usual)
                                        .json()
                                        .get("token")
                                        .asText();
                        return ask.bearer(token);
                    });
        }
        table.good(
                Operation.LIST_MY_SESSIONS,
                200,
                "the second page",
                stage -> {
                    var lesson = stage.lesson();
                    return new Ask(Operation.LIST_MY_SESSIONS)
                            .bearer(lesson.learner())
                            .query("after", lesson.id())
                            .query("limit", "1");
                });
    }

    private static void addServer(ApiCase.Table table) {
        table.good(Operation.PING, 204, "by anybody", stage -> new Ask(Operation.PING));
        var file = Operation.GET_OPENAPI;
        table.good(file, 200, "by anybody", stage -> new Ask(file));
        table.good(
                file,
                304,
                "the one that is known",
                stage -> {
                    String etag = new Ask(file).to(stage.usual).header("ETag");
                    return new Ask(file).with("If-None-Match", String.valueOf(etag));
                });
    }
}
