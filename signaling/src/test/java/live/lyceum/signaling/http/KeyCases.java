package live.lyceum.signaling.http;

import java.util.List;

/// The keys of the API itself.
final class KeyCases {
    private KeyCases() {}

    static void addTo(ApiCase.Table table) {
        var create = Operation.CREATE_KEY;
        for (String good :
                List.of(
                        "{'name':'Booking'}",
                        "{'name':'Booking','tenant':'north-school'}",
                        "{'name':'Booking','scopes':['admin','webhooks']}")) {
            table.good(create, 201, good, stage -> GoodAsks.of(create, stage).json(good));
        }
        for (String wrong :
                List.of(
                        "{}",
                        "{'name':''}",
                        "{'name':1}",
                        "{'name':'%s'}".formatted("x".repeat(81)),
                        "{'name':'A','tenant':'North'}",
                        "{'name':'A','tenant':'%s'}".formatted("x".repeat(41)),
                        "{'name':'A','scopes':[]}",
                        "{'name':'A','scopes':['all']}",
                        "{'name':'A','scopes':'admin'}")) {
            table.bad(
                    create,
                    422,
                    "invalid",
                    wrong.length() > 40 ? wrong.substring(0, 40) : wrong,
                    stage -> GoodAsks.of(create, stage).json(wrong));
        }
        table.good(
                Operation.LIST_KEYS,
                200,
                "all",
                stage -> {
                    stage.key("north");
                    return GoodAsks.of(Operation.LIST_KEYS, stage).query("limit", "200");
                });
        addDeleting(table);
    }

    private static void addDeleting(ApiCase.Table table) {
        var delete = Operation.DELETE_KEY;
        table.good(delete, 204, "another", stage -> GoodAsks.of(delete, stage));
        table.bad(
                delete,
                404,
                "not_found",
                "that never was",
                stage -> GoodAsks.of(delete, stage).at("kid", "nope"));
        table.bad(
                delete,
                409,
                "conflict",
                "itself",
                stage -> {
                    String key = stage.key("main", "admin");
                    return new Ask(delete).at("kid", key.split("_", 3)[1]).bearer(key);
                });
    }
}
