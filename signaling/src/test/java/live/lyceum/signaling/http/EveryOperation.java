package live.lyceum.signaling.http;

import java.util.EnumSet;
import java.util.Set;
import live.lyceum.signaling.http.Operation.Access;
import live.lyceum.signaling.protocol.Scope;
import org.jspecify.annotations.Nullable;

/// What operations are refused alike, whatever they do.
final class EveryOperation {
    private static final long HUGE = 100L * 1024 * 1024;

    /// Those that need no store, so nothing of theirs can be made to fail.
    private static final Set<Operation> CANNOT_FAIL =
            EnumSet.of(
                    Operation.SAY_BYE,
                    Operation.GET_RECEIPT_KEY,
                    Operation.GET_RECORDED_FILE,
                    Operation.GET_OPENAPI,
                    Operation.PING);

    /// Those that need a room in memory; see [MediaCases].
    private static final Set<Operation> OF_RESOURCES =
            EnumSet.of(
                    Operation.CHANGE_PUBLISHER,
                    Operation.CHANGE_VIEWER,
                    Operation.END_PUBLISHER,
                    Operation.END_VIEWER);

    private static final Set<Operation> WITH_BODY =
            EnumSet.of(
                    Operation.CREATE_SESSION,
                    Operation.CHANGE_SESSION,
                    Operation.CREATE_TOKEN,
                    Operation.SAY_BYE,
                    Operation.REPLACE_TOPICS,
                    Operation.MARK_TOPIC,
                    Operation.GIVE_FEEDBACK,
                    Operation.EDIT_SUMMARY,
                    Operation.EDIT_MY_SUMMARY,
                    Operation.CREATE_DASHBOARD_TOKEN,
                    Operation.CREATE_KEY,
                    Operation.CREATE_WEBHOOK,
                    Operation.CREATE_UPLOAD,
                    Operation.PUBLISH,
                    Operation.VIEW,
                    Operation.CHANGE_PUBLISHER,
                    Operation.CHANGE_VIEWER);

    /// Those whose body may be left out, so that its type does not matter.
    private static final Set<Operation> WITHOUT_TYPE =
            EnumSet.of(Operation.SAY_BYE, Operation.MARK_TOPIC, Operation.CREATE_UPLOAD);

    private static final Set<Operation> LISTS =
            EnumSet.of(
                    Operation.LIST_SESSIONS,
                    Operation.LIST_CHAT,
                    Operation.GET_TRANSCRIPT,
                    Operation.LIST_EVENTS,
                    Operation.LIST_FEEDBACK,
                    Operation.LIST_KEYS,
                    Operation.LIST_DELIVERIES,
                    Operation.LIST_MY_SESSIONS,
                    Operation.SEARCH_TRANSCRIPTS,
                    Operation.SEARCH_MY_TRANSCRIPTS);

    private EveryOperation() {}

    static void addTo(ApiCase.Table table) {
        for (Operation each : Operation.values()) {
            addHttp(table, each);
            if (each.access() != Access.ANYBODY) {
                addCallers(table, each);
                addRights(table, each);
                addStrangers(table, each);
            }
            if (!CANNOT_FAIL.contains(each) && !OF_RESOURCES.contains(each)) {
                addFaults(table, each);
            }
            if (WITH_BODY.contains(each)) {
                addBodies(table, each);
            }
            if (LISTS.contains(each)) {
                addPages(table, each);
            }
        }
    }

    private static void addHttp(ApiCase.Table table, Operation operation) {
        if (operation == Operation.PING) {
            return;
        }
        table.bad(
                operation,
                400,
                "bad_request",
                "with a header twice",
                stage ->
                        GoodAsks.of(operation, stage)
                                .without("Authorization")
                                .with("Authorization", "Bearer one")
                                .with("Authorization", "Bearer two"));
    }

    private static void addCallers(ApiCase.Table table, Operation operation) {
        table.bad(
                operation,
                401,
                "unauthorized",
                "of nobody",
                stage -> GoodAsks.of(operation, stage).without("Authorization"));
        table.bad(
                operation,
                401,
                "unauthorized",
                "with a forged key",
                stage -> GoodAsks.of(operation, stage).bearer("rk_test_0123456789abcdeX"));
        table.bad(
                operation,
                401,
                "unauthorized",
                "with a forged token",
                stage -> GoodAsks.of(operation, stage).bearer("eyJhbGciOiJub25lIn0.e30."));
        table.add(
                operation,
                429,
                "rate_limited",
                "after failed attempts",
                stage -> GoodAsks.of(operation, stage).bearer("x").to(stage.wary));
    }

    private static void addRights(ApiCase.Table table, Operation operation) {
        if (operation.access() == Access.KEY_OR_MENTOR) {
            table.bad(
                    operation,
                    403,
                    "forbidden",
                    "by a learner",
                    stage -> {
                        var lesson = stage.lesson();
                        return GoodAsks.of(operation, stage)
                                .at("id", lesson.id())
                                .bearer(lesson.learner());
                    });
        }
        if (operation.access() == Access.RECORDER) {
            table.bad(
                    operation,
                    403,
                    "forbidden",
                    "by somebody who may not record",
                    stage -> GoodAsks.of(operation, stage).bearer(stage.lesson().learner()));
        }
        if (operation.scope() != null) {
            table.bad(
                    operation,
                    403,
                    "forbidden",
                    "with a key for something else",
                    stage ->
                            GoodAsks.of(operation, stage)
                                    .bearer(stage.key("main", other(operation.scope()))));
        }
    }

    private static void addStrangers(ApiCase.Table table, Operation operation) {
        if (operation.template().contains("{rid}")) {
            table.bad(
                    operation,
                    404,
                    "not_found",
                    "of another tenant",
                    stage -> GoodAsks.of(operation, stage).bearer(stage.key("north")));
            for (String nothing : new String[] {"rec_nope", "a%20b"}) {
                table.bad(
                        operation,
                        404,
                        "not_found",
                        "of " + nothing,
                        stage -> GoodAsks.of(operation, stage).at("rid", nothing));
            }
        }
        if (operation.template().contains("{wid}")) {
            table.bad(
                    operation,
                    404,
                    "not_found",
                    "of another tenant",
                    stage -> GoodAsks.of(operation, stage).bearer(stage.key("north", "webhooks")));
            table.bad(
                    operation,
                    404,
                    "not_found",
                    "of nothing",
                    stage -> GoodAsks.of(operation, stage).at("wid", "whk_nope"));
        }
        if (operation.ofSession() && operation.scope() != null) {
            table.bad(
                    operation,
                    404,
                    "not_found",
                    "of another tenant",
                    stage -> GoodAsks.of(operation, stage).bearer(stage.key("north")));
        }
        if (operation.access() == Access.SEAT) {
            if (operation != Operation.SAY_BYE) {
                table.add(
                        operation,
                        404,
                        "not_found",
                        "in a session that is no more",
                        stage -> GoodAsks.of(operation, stage).to(stage.stranger));
            }
            table.bad(
                    operation,
                    401,
                    "unauthorized",
                    "with a token of another session",
                    stage -> GoodAsks.of(operation, stage).bearer(stage.lesson().mentor()));
        } else if (operation.template().contains("{id}")) {
            table.bad(
                    operation,
                    404,
                    "not_found",
                    "in a session that never was",
                    stage -> GoodAsks.of(operation, stage).at("id", "ses_nope"));
            table.bad(
                    operation,
                    404,
                    "not_found",
                    "with an id that is none",
                    stage -> GoodAsks.of(operation, stage).at("id", "a%20b"));
        }
    }

    private static String other(@Nullable Scope scope) {
        return (scope == Scope.SESSIONS_READ ? Scope.SESSIONS_WRITE : Scope.SESSIONS_READ)
                .written();
    }

    /// Asks what needs the store, for its room is not in memory.
    private static Ask cold(Operation operation, ApiStage stage) throws Exception {
        return switch (operation) {
            case REMOVE_PARTICIPANT ->
                    new Ask(operation).at("id", stage.lesson().id()).at("pid", "ben").key();
            // Only the key is in the store.
            case CREATE_DASHBOARD_TOKEN -> GoodAsks.of(operation, stage).bearer(stage.key("main"));
            default -> GoodAsks.of(operation, stage);
        };
    }

    private static void addFaults(ApiCase.Table table, Operation operation) {
        table.add(
                operation,
                503,
                "unavailable",
                "without a disk",
                stage -> {
                    Ask ask = cold(operation, stage);
                    stage.usual.faults.disk();
                    try {
                        return ask.to(stage.usual);
                    } finally {
                        stage.usual.faults.none();
                    }
                });
        table.add(
                operation,
                500,
                "internal",
                "with a bug",
                stage -> {
                    Ask ask = cold(operation, stage);
                    stage.usual.faults.bug();
                    try {
                        return ask.to(stage.usual);
                    } finally {
                        stage.usual.faults.none();
                    }
                });
    }

    private static void addBodies(ApiCase.Table table, Operation operation) {
        table.add(
                operation,
                413,
                "too_large",
                "with 100 MB, of which 8 KiB come",
                stage ->
                        GoodAsks.of(operation, stage)
                                .begin(stage.usual, HUGE, " ".repeat(8 * 1024)));
        table.add(
                operation,
                413,
                "too_large",
                "with chunks without an end",
                stage ->
                        GoodAsks.of(operation, stage)
                                .chunked(
                                        stage.usual,
                                        ("2000\r\n" + " ".repeat(0x2000) + "\r\n").repeat(9)));
        table.add(
                operation,
                408,
                "timeout",
                "with a body that does not come",
                stage -> GoodAsks.of(operation, stage).begin(stage.hasty, 9, "{"));
        if (!WITHOUT_TYPE.contains(operation)) {
            table.bad(
                    operation,
                    415,
                    "unsupported_media_type",
                    "as text/plain",
                    stage -> GoodAsks.of(operation, stage).body("text/plain", "{}"));
        }
        if (!operation.ofMedia()) {
            addJson(table, operation);
        }
    }

    private static void addJson(ApiCase.Table table, Operation operation) {
        for (String broken :
                new String[] {
                    "{", "[]", "1", "\"x\"", "{} {}", "{\"a\":1,\"a\":2}", deep(), "\u0000"
                }) {
            table.bad(
                    operation,
                    400,
                    "bad_request",
                    "with " + (broken.length() > 20 ? "deep JSON" : broken),
                    stage -> GoodAsks.of(operation, stage).body("application/json", broken));
        }
        table.bad(
                operation,
                422,
                "invalid",
                "with an unknown field",
                stage -> {
                    Ask ask = GoodAsks.of(operation, stage);
                    String more = String.valueOf(ask.body()).replaceFirst("\\{", "{'nope':1,");
                    return ask.json(more.replace(",}", "}"));
                });
    }

    private static String deep() {
        return "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
    }

    private static void addPages(ApiCase.Table table, Operation operation) {
        for (String limit : new String[] {"0", "201", "-1", "x", "", "99999999999"}) {
            table.bad(
                    operation,
                    400,
                    "bad_request",
                    "with limit=" + limit,
                    stage -> GoodAsks.of(operation, stage).query("limit", limit));
        }
        for (String after : new String[] {"a%20b", "%00", "ses_nope%2F..", "%F0%9F%98%80"}) {
            table.bad(
                    operation,
                    400,
                    "bad_request",
                    "with after=" + after,
                    stage -> GoodAsks.of(operation, stage).query("after", after));
        }
        // Keys and feedback are listed by their ids, where every id has its place.
        if (operation != Operation.LIST_KEYS && operation != Operation.LIST_FEEDBACK) {
            table.bad(
                    operation,
                    400,
                    "bad_request",
                    "after what is not in the list",
                    stage -> GoodAsks.of(operation, stage).query("after", "nope"));
        }
    }
}
