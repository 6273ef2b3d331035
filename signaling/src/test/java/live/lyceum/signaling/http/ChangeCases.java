package live.lyceum.signaling.http;

import java.util.List;

/// Sessions that become others, or nothing.
final class ChangeCases {
    private static final Operation CHANGE = Operation.CHANGE_SESSION;

    private ChangeCases() {}

    static void addTo(ApiCase.Table table) {
        addChanges(table);
        addConditions(table);
        addCancelling(table);
    }

    private static Ask changing(ApiStage stage, String json) throws Exception {
        return GoodAsks.of(CHANGE, stage)
                .body("application/merge-patch+json", json.replace('\'', '"'));
    }

    private static void addChanges(ApiCase.Table table) {
        for (String good :
                List.of(
                        "{}",
                        "{'title':'Trees','plannedMs':60000,'startsAt':'2099-01-01T10:00:00Z',"
                                + "'hardEndAt':'2099-01-01T12:00:00Z','abandonAfterMs':1000,"
                                + "'returnUrl':'https://school.example/','completeRatio':1,"
                                + "'embedOrigins':[],'record':true,'saveChat':false,"
                                + "'saveTranscript':false}",
                        "{'hardEndAt':null,'returnUrl':null}")) {
            table.good(
                    CHANGE,
                    200,
                    good.length() > 40 ? "everything" : good,
                    stage -> changing(stage, good));
        }
        table.good(
                CHANGE,
                200,
                "as application/json",
                stage -> GoodAsks.of(CHANGE, stage).json("{'title':'Trees'}"));
        for (String wrong :
                List.of(
                        "{'title':null}",
                        "{'title':''}",
                        "{'plannedMs':59999}",
                        "{'plannedMs':null}",
                        "{'startsAt':null}",
                        "{'startsAt':'soon'}",
                        "{'abandonAfterMs':null}",
                        "{'completeRatio':null}",
                        "{'completeRatio':2}",
                        "{'embedOrigins':null}",
                        "{'embedOrigins':['x']}",
                        "{'returnUrl':'x'}",
                        "{'saveChat':null}",
                        "{'record':null}",
                        "{'record':'yes'}",
                        "{'transcribe':null}",
                        "{'topics':[]}",
                        "{'id':'ses_other'}")) {
            table.bad(CHANGE, 422, "invalid", wrong, stage -> changing(stage, wrong));
        }
        table.bad(
                CHANGE,
                501,
                "not_available",
                "transcribe",
                stage -> changing(stage, "{'transcribe':true}"));
        addImpossible(table);
    }

    private static void addImpossible(ApiCase.Table table) {
        table.bad(
                CHANGE,
                422,
                "invalid",
                "an end that is over",
                stage -> changing(stage, "{'hardEndAt':'2001-01-01T00:00:00Z'}").beyondSchema());
        for (String terms :
                List.of(
                        "{'startsAt':'2099-01-01T10:00:00Z'}",
                        "{'record':true}",
                        "{'saveChat':false}")) {
            table.bad(
                    CHANGE,
                    409,
                    "conflict",
                    "of one that began, " + terms,
                    stage -> {
                        var lesson = stage.lesson();
                        stage.start(lesson);
                        return changing(stage, terms).at("id", lesson.id());
                    });
        }
        table.bad(
                CHANGE,
                409,
                "conflict",
                "one that is over",
                stage -> changing(stage, "{'title':'Trees'}").at("id", stage.ended().id()));
    }

    private static void addConditions(ApiCase.Table table) {
        table.good(
                CHANGE,
                200,
                "with the tag of the change before",
                stage -> {
                    Ask ask = changing(stage, "{'title':'Trees'}");
                    String etag = ask.to(stage.usual).header("ETag");
                    return ask.without("If-Match").with("If-Match", String.valueOf(etag));
                });
        table.bad(
                CHANGE,
                412,
                "stale",
                "with the tag before the change before",
                stage -> {
                    Ask ask = changing(stage, "{'title':'Trees'}");
                    String etag =
                            new Ask(Operation.GET_SESSION)
                                    .at("id", String.valueOf(ask.parameter("path", "id")))
                                    .key()
                                    .to(stage.usual)
                                    .header("ETag");
                    ask.to(stage.usual);
                    return ask.without("If-Match").with("If-Match", String.valueOf(etag));
                });
        table.bad(
                CHANGE,
                428,
                "precondition_required",
                "without If-Match",
                stage -> changing(stage, "{'title':'Trees'}").without("If-Match"));
    }

    private static void addCancelling(ApiCase.Table table) {
        var cancel = Operation.CANCEL_SESSION;
        table.good(cancel, 204, "before it began", stage -> GoodAsks.of(cancel, stage));
        table.good(
                cancel,
                204,
                "once more",
                stage -> {
                    Ask ask = GoodAsks.of(cancel, stage);
                    ask.to(stage.usual);
                    return ask;
                });
        table.bad(
                cancel,
                409,
                "conflict",
                "once it began",
                stage -> {
                    var lesson = stage.lesson();
                    stage.start(lesson);
                    return new Ask(cancel).at("id", lesson.id()).key();
                });
        for (Operation each :
                List.of(
                        Operation.GET_SESSION,
                        Operation.LIST_EVENTS,
                        Operation.LIST_PARTICIPANTS)) {
            table.good(
                    each,
                    200,
                    "of a cancelled session",
                    stage -> {
                        Ask cancelling = GoodAsks.of(cancel, stage);
                        cancelling.to(stage.usual);
                        return new Ask(each)
                                .at("id", String.valueOf(cancelling.parameter("path", "id")))
                                .key();
                    });
        }
        for (Operation each : List.of(Operation.GET_RECEIPT, Operation.END_SESSION)) {
            table.bad(
                    each,
                    409,
                    "conflict",
                    "of a cancelled session",
                    stage -> {
                        Ask cancelling = GoodAsks.of(cancel, stage);
                        cancelling.to(stage.usual);
                        return new Ask(each)
                                .at("id", String.valueOf(cancelling.parameter("path", "id")))
                                .key();
                    });
        }
    }
}
