package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookDraft;
import org.jspecify.annotations.Nullable;

/// The bodies of the REST API about webhooks.
public final class WebhookCodec {
    private static final int MAX_URL = 2_048;
    private static final int MAX_WORD = 64;
    private static final int MAX_PORT = 65_535;
    private static final URI NOWHERE = URI.create("https://invalid.invalid");

    private WebhookCodec() {}

    /// The body of `POST /webhooks`. Without `events` all there are.
    public static WebhookDraft draft(String body) throws ProblemException {
        Fields fields = SessionCodec.read(body);
        URI url = url(fields);
        List<Notice.Type> events =
                fields.has("events")
                        ? fields.list("events", Notice.Type.values().length, WebhookCodec::type)
                        : List.of(Notice.Type.values());
        if (events.isEmpty()) {
            fields.wrong("events", "is empty");
        }
        SessionCodec.refuseIfWrong(fields);
        return new WebhookDraft(
                url, Stream.of(Notice.Type.values()).filter(events::contains).toList());
    }

    private static Notice.Type type(Fields fields, String name) {
        Notice.Type type = Notice.Type.of(fields.text(name, MAX_WORD));
        if (type == null) {
            fields.wrong(name, "is no kind of event");
            return Notice.Type.WEBHOOK_TEST;
        }
        return type;
    }

    private static URI url(Fields fields) {
        String written = fields.text("url", MAX_URL);
        if (!fields.errors().isEmpty()) {
            return NOWHERE;
        }
        try {
            URI url = URI.create(written);
            String wrong = whatIsWrong(url);
            if (wrong == null) {
                return url;
            }
            fields.wrong("url", wrong);
        } catch (IllegalArgumentException notOne) {
            fields.wrong("url", "is not a URL");
        }
        return NOWHERE;
    }

    private static @Nullable String whatIsWrong(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return "is neither an https nor an http URL";
        }
        if (url.getRawUserInfo() != null) {
            return "has a user or a password in it";
        }
        if (url.getRawFragment() != null) {
            return "has a fragment";
        }
        boolean port = url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= MAX_PORT);
        return url.getHost() == null || !port ? "has no host, or no good one" : null;
    }

    /// A new webhook with its secret, which is shown only here.
    public static byte[] created(Webhook webhook, String secret) {
        ObjectNode tree = Json.object();
        put(webhook, tree);
        return Json.bytes(tree.put("secret", secret));
    }

    /// All webhooks of a tenant.
    public static byte[] page(List<Webhook> all) {
        return Json.page(all, WebhookCodec::put, null);
    }

    private static void put(Webhook webhook, ObjectNode tree) {
        tree.put("id", webhook.id().value()).put("url", webhook.url().toString());
        var events = tree.putArray("events");
        webhook.events().forEach(each -> events.add(each.word()));
        tree.put("state", Json.word(webhook.state()))
                .put("createdAt", Json.time(webhook.createdAtMs()));
    }

    /// A delivery.
    public static byte[] delivery(Delivery delivery) {
        ObjectNode tree = Json.object();
        put(delivery, tree);
        return Json.bytes(tree);
    }

    /// A page of deliveries; `next` is what to ask for the page after it, or null at the end.
    public static byte[] deliveries(List<Delivery> all, @Nullable String next) {
        return Json.page(all, WebhookCodec::put, next);
    }

    private static void put(Delivery delivery, ObjectNode tree) {
        RoomId room = delivery.room();
        tree.put("id", delivery.id().value())
                .put("eventId", delivery.eventId())
                .put("type", delivery.type().word())
                .put("sessionId", room == null ? null : room.value())
                .put("state", Json.word(delivery.state()))
                .put("attempts", delivery.attempts())
                .put("nextAt", Json.timeOrNull(delivery.nextAtMs()))
                .put("lastStatus", delivery.lastStatus())
                .put("lastError", delivery.lastError())
                .put("createdAt", Json.time(delivery.createdAtMs()))
                .put("deliveredAt", Json.timeOrNull(delivery.deliveredAtMs()));
    }
}
