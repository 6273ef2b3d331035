package live.lyceum.signaling.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Topic;

/// A session's plan as JSON, as the store keeps it: all of it, times as epoch milliseconds.
final class PlanCodec {
    private PlanCodec() {}

    static ObjectNode encode(SessionPlan plan) {
        URI returnUrl = plan.returnUrl();
        ObjectNode tree =
                StoredJson.object()
                        .put("id", plan.id().value())
                        .put("tenant", plan.tenant().value())
                        .put("title", plan.title())
                        .put("plannedMs", plan.plannedMs())
                        .put("startsAtMs", plan.startsAtMs())
                        .put("hardEndAtMs", plan.hardEndAtMs())
                        .put("abandonAfterMs", plan.abandonAfterMs())
                        .put("returnUrl", returnUrl == null ? null : returnUrl.toString())
                        .put("completeRatio", plan.completeRatio());
        StoredJson.put(tree, "topics", plan.topics(), PlanCodec::put);
        tree.putObject("saving")
                .put("record", plan.saving().record())
                .put("transcribe", plan.saving().transcribe())
                .put("chat", plan.saving().chat())
                .put("transcript", plan.saving().transcript());
        var origins = tree.putArray("embedOrigins");
        plan.embedOrigins().forEach(origins::add);
        return tree;
    }

    static void put(Topic topic, ObjectNode into) {
        into.put("id", topic.id()).put("title", topic.title()).put("done", topic.done());
    }

    /// Fails with [UnreadableRowException].
    static SessionPlan decode(String json) {
        return StoredJson.read(json, PlanCodec::decode);
    }

    static SessionPlan decode(StoredJson json) {
        String returnUrl = json.textOrNull("returnUrl");
        String tenant = json.textIfThere("tenant");
        return new SessionPlan(
                new RoomId(json.text("id")),
                // Rows of before there were tenants have none.
                tenant == null ? TenantId.MAIN : new TenantId(tenant),
                json.text("title"),
                json.number("plannedMs"),
                json.number("startsAtMs"),
                json.numberOrNull("hardEndAtMs"),
                json.number("abandonAfterMs"),
                json.objects("topics", PlanCodec::topic),
                json.object("saving", PlanCodec::saving),
                returnUrl == null ? null : URI.create(returnUrl),
                json.real("completeRatio"),
                json.texts("embedOrigins"));
    }

    static Topic topic(StoredJson json) {
        return new Topic(json.text("id"), json.text("title"), json.flag("done"));
    }

    private static SessionPlan.Saving saving(StoredJson json) {
        return new SessionPlan.Saving(
                json.flag("record"),
                json.flag("transcribe"),
                json.flag("chat"),
                json.flag("transcript"));
    }
}
