package live.lyceum.signaling.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.protocol.codec.WebhookCodec;
import live.lyceum.signaling.webhook.Webhooks;

/// Webhooks, and what was sent to them.
final class WebhookApi {
    private final Webhooks webhooks;

    WebhookApi(HttpParts parts) {
        webhooks = parts.webhooks();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.CREATE_WEBHOOK, this::create,
                Operation.LIST_WEBHOOKS, this::list,
                Operation.DELETE_WEBHOOK, this::delete,
                Operation.TEST_WEBHOOK, this::test,
                Operation.LIST_DELIVERIES, this::deliveries,
                Operation.RESEND_DELIVERY, this::resend);
    }

    private static WebhookId id(Call call) {
        return new WebhookId(call.parameter("wid"));
    }

    /// The same one when the call is carried out again.
    private static DeliveryId fresh(Call call) {
        return new DeliveryId("dlv_" + call.letters(Api.ID_LENGTH));
    }

    private CompletionStage<HttpReply> create(Call call) throws ProblemException {
        return webhooks.create(
                        call.tenant(),
                        new WebhookId("whk_" + call.letters(Api.ID_LENGTH)),
                        WebhookCodec.draft(Requests.json(call)))
                .thenApply(made ->
                        HttpReply.json(201, WebhookCodec.created(made.webhook(), made.secret()))
                                .with(
                                        "Location",
                                        "%s/webhooks/%s"
                                                .formatted(Api.PREFIX, made.webhook().id())));
    }

    private CompletionStage<HttpReply> list(Call call) {
        return webhooks.list(call.tenant())
                .thenApply(all -> HttpReply.json(200, WebhookCodec.page(all)));
    }

    private CompletionStage<HttpReply> delete(Call call) {
        return webhooks.remove(call.tenant(), id(call)).thenApply(done -> HttpReply.empty(204));
    }

    private CompletionStage<HttpReply> test(Call call) {
        return webhooks.test(call.tenant(), id(call), fresh(call))
                .thenApply(sent -> HttpReply.json(202, WebhookCodec.delivery(sent)));
    }

    private CompletionStage<HttpReply> deliveries(Call call) throws ProblemException {
        String after = call.request().parameter("after");
        int limit = Requests.limit(call.request());
        return webhooks.deliveries(
                        call.tenant(),
                        id(call),
                        after == null ? null : new DeliveryId(after),
                        limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, each -> each.id().value());
                    return HttpReply.json(200, WebhookCodec.deliveries(page.items(), page.next()));
                });
    }

    private CompletionStage<HttpReply> resend(Call call) {
        return webhooks.resend(
                        call.tenant(), id(call), new DeliveryId(call.parameter("did")), fresh(call))
                .thenApply(sent -> HttpReply.json(202, WebhookCodec.delivery(sent)));
    }
}
