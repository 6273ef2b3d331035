package live.lyceum.signaling.http;

import java.util.List;

/// Sessions and the ways into them.
final class SessionCases {
    private static final String LEAST = "'title':'Graphs','plannedMs':3600000";

    private SessionCases() {}

    static void addTo(ApiCase.Table table) {
        addCreating(table);
        addReading(table);
        addTokens(table);
        addEnding(table);
    }

    private static Ask creating(String json) {
        return new Ask(Operation.CREATE_SESSION).key().json(json);
    }

    private static void addCreating(ApiCase.Table table) {
        var operation = Operation.CREATE_SESSION;
        table.good(operation, 201, "with the least", stage -> creating("{%s}".formatted(LEAST)));
        table.good(
                operation,
                201,
                "with everything",
                stage ->
                        creating(
                                """
                                {'title':'Graphs','plannedMs':60000,'startsAt':'2099-01-01T10:00:00+02:00',
                                 'hardEndAt':'2099-01-01T12:00:00Z','abandonAfterMs':1000,
                                 'topics':['One','\uD83D\uDE00'],
                                 'participants':[{'id':'a','name':'Ann','role':'mentor','ttlMs':1000}],
                                 'record':true,'transcribe':false,'saveChat':false,'saveTranscript':false,
                                 'returnUrl':'https://school.example/x?y=1#z','completeRatio':0,
                                 'embedOrigins':['https://school.example','http://localhost:3000']}
                                """));
        for (String wrong :
                List.of(
                        "{}",
                        "{'title':'Graphs'}",
                        "{'title':1,'plannedMs':3600000}",
                        "{'title':'','plannedMs':3600000}",
                        "{'title':' ','plannedMs':3600000}",
                        "{'title':'a\\u0007b','plannedMs':3600000}",
                        "{'title':'%s','plannedMs':3600000}".formatted("x".repeat(201)),
                        "{'title':'Graphs','plannedMs':59999}",
                        "{'title':'Graphs','plannedMs':43200001}",
                        "{'title':'Graphs','plannedMs':60000.5}",
                        "{'title':'Graphs','plannedMs':'60000'}",
                        "{%s,'startsAt':'yesterday'}".formatted(LEAST),
                        "{%s,'startsAt':'2027-01-15T10:00:00'}".formatted(LEAST),
                        "{%s,'startsAt':1800000000}".formatted(LEAST),
                        "{%s,'abandonAfterMs':999}".formatted(LEAST),
                        "{%s,'topics':'One'}".formatted(LEAST),
                        "{%s,'topics':[1]}".formatted(LEAST),
                        "{%s,'topics':[%s'x']}".formatted(LEAST, "'x',".repeat(100)),
                        "{%s,'participants':[{'id':'a b','name':'A','role':'mentor'}]}"
                                .formatted(LEAST),
                        "{%s,'participants':[{'id':'a','name':'A','role':'guest'}]}"
                                .formatted(LEAST),
                        "{%s,'participants':[{'id':'a','role':'mentor'}]}".formatted(LEAST),
                        "{%s,'participants':[1]}".formatted(LEAST),
                        "{%s,'record':'yes'}".formatted(LEAST),
                        "{%s,'saveChat':'no'}".formatted(LEAST),
                        "{%s,'returnUrl':'ftp://school.example'}".formatted(LEAST),
                        "{%s,'returnUrl':'/lessons'}".formatted(LEAST),
                        "{%s,'completeRatio':1.1}".formatted(LEAST),
                        "{%s,'embedOrigins':['https://school.example/x']}".formatted(LEAST))) {
            table.bad(
                    operation,
                    422,
                    "invalid",
                    wrong.length() > 80 ? wrong.substring(0, 80) : wrong,
                    stage -> creating(wrong));
        }
        addBeyondSchema(table);
    }

    private static void addBeyondSchema(ApiCase.Table table) {
        var operation = Operation.CREATE_SESSION;
        for (String beyond :
                List.of(
                        "{%s,'startsAt':'1999-01-15T10:00:00Z'}",
                        "{%s,'startsAt':'2027-01-15T10:00:00Z',"
                                + "'hardEndAt':'2027-01-15T10:00:00Z'}",
                        "{%s,'participants':[{'id':'a','name':'A','role':'mentor'},"
                                + "{'id':'a','name':'B','role':'learner'}]}",
                        "{%s,'returnUrl':'https://user@school.example'}")) {
            String json = beyond.formatted(LEAST);
            table.bad(operation, 422, "invalid", json, stage -> creating(json).beyondSchema());
        }
        table.bad(
                operation,
                501,
                "not_available",
                "transcribe",
                stage -> creating("{%s,'transcribe':true}".formatted(LEAST)));
    }

    private static void addReading(ApiCase.Table table) {
        table.good(
                Operation.GET_SESSION,
                200,
                "scheduled",
                stage -> GoodAsks.of(Operation.GET_SESSION, stage));
        table.good(
                Operation.GET_SESSION,
                200,
                "live",
                stage -> {
                    var lesson = stage.lesson();
                    stage.start(lesson);
                    return new Ask(Operation.GET_SESSION).at("id", lesson.id()).key();
                });
        table.good(
                Operation.GET_SESSION,
                200,
                "over",
                stage -> new Ask(Operation.GET_SESSION).at("id", stage.ended().id()).key());
        table.good(
                Operation.LIST_SESSIONS,
                200,
                "all",
                stage -> GoodAsks.of(Operation.LIST_SESSIONS, stage).query("limit", "200"));
        table.good(
                Operation.LIST_SESSIONS,
                200,
                "the second page",
                stage ->
                        new Ask(Operation.LIST_SESSIONS)
                                .key()
                                .query("limit", "1")
                                .query("after", stage.lesson().id()));
    }

    private static void addTokens(ApiCase.Table table) {
        var operation = Operation.CREATE_TOKEN;
        table.good(operation, 201, "of a learner", stage -> GoodAsks.of(operation, stage));
        for (String wrong :
                List.of(
                        "{}",
                        "{'id':'a','name':'','role':'mentor'}",
                        "{'id':'a','name':'%s','role':'mentor'}".formatted("x".repeat(81)),
                        "{'id':'a','name':'A','role':'mentor','ttlMs':999}",
                        "{'id':'a','name':'A','role':'mentor','ttlMs':43200001}")) {
            table.bad(
                    operation,
                    422,
                    "invalid",
                    wrong.length() > 60 ? wrong.substring(0, 60) : wrong,
                    stage -> GoodAsks.of(operation, stage).json(wrong));
        }
    }

    private static void addEnding(ApiCase.Table table) {
        var operation = Operation.END_SESSION;
        table.good(operation, 200, "with a key", stage -> GoodAsks.of(operation, stage));
        table.good(
                operation,
                200,
                "as its mentor",
                stage -> {
                    var lesson = stage.lesson();
                    stage.start(lesson);
                    return new Ask(operation).at("id", lesson.id()).bearer(lesson.mentor());
                });
        table.bad(
                operation,
                409,
                "conflict",
                "once it is over",
                stage -> new Ask(operation).at("id", stage.ended().id()).key());
    }
}
