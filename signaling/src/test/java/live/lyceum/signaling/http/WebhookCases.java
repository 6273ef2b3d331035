package live.lyceum.signaling.http;

import java.util.List;
import live.lyceum.signaling.testkit.HookReceiver;
import live.lyceum.signaling.webhook.Webhooks;

/// Webhooks, and what was sent to them.
final class WebhookCases {
    private WebhookCases() {}

    static void addTo(ApiCase.Table table) {
        addMaking(table);
        table.good(
                Operation.LIST_WEBHOOKS,
                200,
                "with one",
                stage -> {
                    String key = stage.key(stage.freshTenant(), "webhooks");
                    stage.webhook(key);
                    return new Ask(Operation.LIST_WEBHOOKS).bearer(key);
                });
        table.good(
                Operation.DELETE_WEBHOOK,
                204,
                "",
                stage -> GoodAsks.of(Operation.DELETE_WEBHOOK, stage));
        table.good(
                Operation.TEST_WEBHOOK,
                202,
                "",
                stage -> GoodAsks.of(Operation.TEST_WEBHOOK, stage));
        for (Operation each : List.of(Operation.TEST_WEBHOOK, Operation.RESEND_DELIVERY)) {
            table.bad(each, 409, "conflict", "of one that is gone", stage -> ofGone(each, stage));
        }
        addDeliveries(table);
    }

    /// Asks it of a webhook whose receiver wants no more.
    private static Ask ofGone(Operation operation, ApiStage stage) throws Exception {
        String key = stage.key(stage.freshTenant(), "webhooks");
        try (var receiver = HookReceiver.start()) {
            var made =
                    new Ask(Operation.CREATE_WEBHOOK)
                            .bearer(key)
                            .json("{'url':'%s'}".formatted(receiver.url()))
                            .to(stage.usual)
                            .json();
            String webhook = made.get("id").asText();
            receiver.secret(made.get("secret").asText());
            receiver.answer(410);
            String delivery =
                    new Ask(Operation.TEST_WEBHOOK)
                            .at("wid", webhook)
                            .bearer(key)
                            .to(stage.usual)
                            .json()
                            .get("id")
                            .asText();
            stage.awaitSent(webhook, key);
            Ask ask = new Ask(operation).at("wid", webhook).bearer(key);
            return operation == Operation.RESEND_DELIVERY ? ask.at("did", delivery) : ask;
        }
    }

    private static void addMaking(ApiCase.Table table) {
        var make = Operation.CREATE_WEBHOOK;
        table.good(make, 201, "of all events", stage -> GoodAsks.of(make, stage));
        table.good(
                make,
                201,
                "of some events",
                stage ->
                        GoodAsks.of(make, stage)
                                .json(
                                        "{'url':'%s','events':['session.ended','webhook.test']}"
                                                .formatted(stage.receiver.url())));
        String good = "'url':'https://127.0.0.1/'";
        for (String wrong :
                List.of(
                        "{}",
                        "{'url':1}",
                        "{'url':'x'}",
                        "{'url':'ftp://127.0.0.1/'}",
                        "{'url':'https://127.0.0.1/#x'}",
                        "{'url':'https://a:b@127.0.0.1/'}",
                        "{'url':'https://127.0.0.1/%s'}".formatted("x".repeat(2_048)),
                        "{%s,'events':[]}".formatted(good),
                        "{%s,'events':['all']}".formatted(good),
                        "{%s,'events':'session.ended'}".formatted(good))) {
            table.bad(
                    make,
                    422,
                    "invalid",
                    wrong.length() > 60 ? wrong.substring(0, 60) : wrong,
                    stage -> GoodAsks.of(make, stage).json(wrong));
        }
        for (String inside : List.of("https://10.0.0.1/", "https://[fe80::1]/")) {
            table.bad(
                    make,
                    422,
                    "invalid",
                    "at an address inside: " + inside,
                    stage ->
                            GoodAsks.of(make, stage)
                                    .json("{'url':'%s'}".formatted(inside))
                                    .beyondSchema());
        }
        table.bad(
                make,
                409,
                "conflict",
                "more than a tenant may have",
                stage -> {
                    Ask ask = GoodAsks.of(make, stage);
                    for (int i = 0; i < Webhooks.MOST; i++) {
                        ask.to(stage.usual);
                    }
                    return ask;
                });
    }

    private static void addDeliveries(ApiCase.Table table) {
        var list = Operation.LIST_DELIVERIES;
        table.good(
                list,
                200,
                "with one",
                stage -> {
                    Ask sent = GoodAsks.of(Operation.TEST_WEBHOOK, stage);
                    sent.to(stage.usual);
                    return new Ask(list)
                            .at("wid", String.valueOf(sent.parameter("path", "wid")))
                            .with(
                                    "Authorization",
                                    String.valueOf(sent.parameter("header", "Authorization")));
                });
        var resend = Operation.RESEND_DELIVERY;
        table.good(resend, 202, "", stage -> GoodAsks.of(resend, stage));
        table.bad(
                resend,
                404,
                "not_found",
                "of nothing that was sent",
                stage -> GoodAsks.of(resend, stage).at("did", "dlv_nope"));
    }
}
