package live.lyceum.signaling.http;

import java.util.List;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.signaling.testkit.TestSocket;

/// WHIP and WHEP.
final class MediaCases {
    private static final String CANDIDATE = "a=candidate:1 1 udp 1 192.0.2.9 5000 typ host\r\n";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private MediaCases() {}

    static void addTo(ApiCase.Table table) {
        for (Operation each : List.of(Operation.PUBLISH, Operation.VIEW)) {
            addOffers(table, each);
        }
        for (Operation each : List.of(Operation.CHANGE_PUBLISHER, Operation.CHANGE_VIEWER)) {
            addChanges(table, each);
        }
        for (Operation each : List.of(Operation.END_PUBLISHER, Operation.END_VIEWER)) {
            table.good(each, 200, "its own", stage -> GoodAsks.of(each, stage));
            table.bad(
                    each,
                    404,
                    "not_found",
                    "of nothing",
                    stage -> GoodAsks.of(each, stage).at("resource", "nothing"));
        }
        addViewing(table);
        addFaults(table);
    }

    private static void addOffers(ApiCase.Table table, Operation operation) {
        table.good(operation, 201, "an offer", stage -> GoodAsks.of(operation, stage));
        addRefused(table, operation, 400, "bad_request", OfferRefused.Reason.BAD_SDP);
        addRefused(table, operation, 406, "not_acceptable", OfferRefused.Reason.NOTHING_IN_COMMON);
        addRefused(table, operation, 503, "unavailable", OfferRefused.Reason.BUSY);
        table.bad(
                operation,
                403,
                "forbidden",
                "of somebody who was put out",
                stage -> {
                    var lesson = stage.lesson();
                    TestSocket ann = stage.join(lesson.mentor());
                    stage.join(lesson.learner());
                    ann.ask("moderation.remove", TestSocket.op(), "{'participant':'ben'}");
                    return GoodAsks.of(operation, stage)
                            .at("id", lesson.id())
                            .bearer(lesson.learner());
                });
        table.bad(
                operation,
                429,
                "rate_limited",
                "too often",
                stage -> {
                    Ask ask = GoodAsks.of(operation, stage);
                    for (int i = 0; i < 16; i++) {
                        ask.to(stage.usual);
                    }
                    return ask;
                });
        table.bad(
                operation,
                404,
                "not_found",
                "once it is over",
                stage -> {
                    var lesson = stage.ended();
                    return GoodAsks.of(operation, stage)
                            .at("id", lesson.id())
                            .bearer(lesson.mentor());
                });
    }

    private static void addRefused(
            ApiCase.Table table,
            Operation operation,
            int status,
            String code,
            OfferRefused.Reason reason) {
        table.add(
                operation,
                status,
                code,
                "an offer that is " + reason,
                stage -> {
                    Ask ask = GoodAsks.of(operation, stage);
                    stage.usual.media.refuseOffers(reason);
                    try {
                        return ask.to(stage.usual);
                    } finally {
                        stage.usual.media.acceptOffers();
                    }
                });
    }

    private static void addChanges(ApiCase.Table table, Operation operation) {
        table.good(operation, 200, "new credentials", stage -> GoodAsks.of(operation, stage));
        table.good(
                operation,
                204,
                "a candidate",
                stage -> {
                    Ask ask = GoodAsks.of(operation, stage);
                    String etag = ask.to(stage.usual).header("ETag");
                    return ask.without("If-Match")
                            .with("If-Match", String.valueOf(etag))
                            .body(FRAGMENT, CANDIDATE);
                });
        table.bad(
                operation,
                400,
                "bad_request",
                "a restart without credentials",
                stage -> GoodAsks.of(operation, stage).body(FRAGMENT, CANDIDATE));
        table.bad(
                operation,
                404,
                "not_found",
                "of nothing",
                stage -> GoodAsks.of(operation, stage).at("resource", "nothing"));
        table.bad(
                operation,
                412,
                "stale",
                "another ICE session's candidate",
                stage ->
                        GoodAsks.of(operation, stage)
                                .without("If-Match")
                                .with("If-Match", "\"other\"")
                                .body(FRAGMENT, CANDIDATE));
        table.bad(
                operation,
                428,
                "precondition_required",
                "without If-Match",
                stage -> GoodAsks.of(operation, stage).without("If-Match"));
    }

    private static void addViewing(ApiCase.Table table) {
        var view = Operation.VIEW;
        table.good(
                view,
                201,
                "of a screen",
                stage -> GoodAsks.of(view, stage).query("source", "screen"));
        for (String wrong : List.of("a%20b", "")) {
            table.bad(
                    view,
                    400,
                    "bad_request",
                    "of participant=" + wrong,
                    stage -> GoodAsks.of(view, stage).query("participant", wrong));
        }
        table.bad(
                view,
                400,
                "bad_request",
                "of a microphone",
                stage -> GoodAsks.of(view, stage).query("source", "mic"));
        table.bad(
                Operation.PUBLISH,
                403,
                "forbidden",
                "by an observer",
                stage -> {
                    var lesson = stage.lesson();
                    return GoodAsks.of(Operation.PUBLISH, stage)
                            .at("id", lesson.id())
                            .bearer(lesson.observer());
                });
    }

    /// The media plane is overloaded, or has a bug.
    private static void addFaults(ApiCase.Table table) {
        for (Operation each : List.of(Operation.CHANGE_PUBLISHER, Operation.CHANGE_VIEWER)) {
            table.add(
                    each,
                    503,
                    "unavailable",
                    "too much to do",
                    stage -> {
                        Ask ask = GoodAsks.of(each, stage);
                        stage.usual.media.overloadNextRestart();
                        return ask.to(stage.usual);
                    });
            table.add(
                    each,
                    500,
                    "internal",
                    "with a bug",
                    stage -> {
                        Ask ask = GoodAsks.of(each, stage);
                        stage.usual.media.breakNextRestart();
                        return ask.to(stage.usual);
                    });
        }
        table.add(
                Operation.END_PUBLISHER,
                503,
                "unavailable",
                "without a disk",
                stage -> {
                    Ask ask = GoodAsks.of(Operation.END_PUBLISHER, stage);
                    stage.usual.faults.disk();
                    try {
                        return ask.to(stage.usual);
                    } finally {
                        stage.usual.faults.none();
                    }
                });
    }
}
