package live.lyceum.signaling.store;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.protocol.codec.NoticeCodec;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements about webhooks and what is written for them, the same ones for SQLite and
/// PostgreSQL. Owned by whoever has the handle; blocks.
final class WebhookTables {
    private static final String COLUMNS = "id, tenant, url, events, secret, state, created_ms";
    private static final String DELIVERY_COLUMNS =
            "id, webhook, event, type, room, state, attempts, next_ms, status, error, created_ms,"
                    + " done_ms";

    /// The session of what is about none.
    private static final String NO_ROOM = "";

    private final Handle handle;
    private boolean added;

    WebhookTables(Handle handle) {
        this.handle = handle;
    }

    /// Whether anything that waits was added by this.
    boolean added() {
        return added;
    }

    // --- Webhooks ---

    void add(Webhook webhook, int most) throws StoreException {
        long others =
                list(webhook.tenant()).stream()
                        .filter(each -> !each.id().equals(webhook.id()))
                        .count();
        if (others >= most) {
            throw new StoreException(
                    StoreException.Reason.CONFLICT, "the tenant has enough webhooks");
        }
        handle.createUpdate(
                        """
                        INSERT INTO webhooks (id, tenant, url, events, secret, state, created_ms)
                        VALUES (:id, :tenant, :url, :events, :secret, :state, :created)
                        ON CONFLICT (id) DO UPDATE SET secret = excluded.secret
                        """)
                .bind("id", webhook.id().value())
                .bind("tenant", webhook.tenant().value())
                .bind("url", webhook.url().toString())
                .bind("events", written(webhook.events()))
                .bind("secret", webhook.sealedSecret())
                .bind("state", StoredJson.word(webhook.state()))
                .bind("created", webhook.createdAtMs())
                .execute();
    }

    private static String written(List<Notice.Type> events) {
        return events.stream().map(Notice.Type::word).collect(Collectors.joining(" "));
    }

    List<Webhook> list(TenantId tenant) {
        return handle.createQuery(
                        """
                        SELECT %s FROM webhooks WHERE tenant = :tenant AND state <> 'removed'
                        ORDER BY ord
                        """
                                .formatted(COLUMNS))
                .bind("tenant", tenant.value())
                .map((row, context) -> webhook(row))
                .list();
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                new WebhookId(row.getString("id")),
                new TenantId(row.getString("tenant")),
                URI.create(row.getString("url")),
                Stream.of(row.getString("events").split(" ", -1)).map(WebhookTables::type).toList(),
                row.getString("secret"),
                StoredJson.constant(Webhook.State.class, row.getString("state")),
                row.getLong("created_ms"));
    }

    private static Notice.Type type(String word) {
        Notice.Type type = Notice.Type.of(word);
        if (type == null) {
            throw new UnreadableRowException("%s is no kind of event".formatted(word));
        }
        return type;
    }

    private @Nullable Webhook find(TenantId tenant, WebhookId id) {
        return list(tenant).stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
    }

    /// One that something can be sent to; null if there is none such.
    private @Nullable Webhook active(TenantId tenant, WebhookId id) throws StoreException {
        Webhook webhook = find(tenant, id);
        if (webhook != null && webhook.state() == Webhook.State.GONE) {
            throw new StoreException(StoreException.Reason.CONFLICT, "the webhook is gone");
        }
        return webhook;
    }

    boolean remove(TenantId tenant, WebhookId id) {
        // What is on its way is deleted bit by bit, and nothing of it is sent from here on.
        return handle.createUpdate(
                                """
                                UPDATE webhooks SET state = 'removed', secret = ''
                                WHERE tenant = :tenant AND id = :id AND state <> 'removed'
                                """)
                        .bind("tenant", tenant.value())
                        .bind("id", id.value())
                        .execute()
                > 0;
    }

    // --- Deliveries ---

    /// Adds a delivery of each notice for each webhook of the session's tenant that wants it.
    void tell(RoomId room, List<Notice> notices) {
        if (notices.isEmpty()) {
            return;
        }
        List<Webhook> webhooks =
                list(tenant(room)).stream()
                        .filter(each -> each.state() == Webhook.State.ACTIVE)
                        .toList();
        for (Notice notice : notices) {
            String event = id("evt_");
            String body = NoticeCodec.body(notice);
            for (Webhook webhook : webhooks) {
                if (webhook.events().contains(notice.type())) {
                    long giveUpMs = notice.atMs() + WebhookStore.TRIED_MS;
                    var content = new Content(event, notice.type().word(), room.value(), body);
                    insert(
                            webhook.id(),
                            new DeliveryId(id("dlv_")),
                            content,
                            notice.atMs(),
                            giveUpMs);
                }
            }
        }
    }

    private TenantId tenant(RoomId room) {
        return new TenantId(
                handle.createQuery("SELECT tenant FROM sessions WHERE room = :room")
                        .bind("room", room.value())
                        .mapTo(String.class)
                        .one());
    }

    private static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    private record Content(String event, String type, String room, String body) {}

    /// Adds a delivery, which is due at once if nothing of its session waits before it.
    private void insert(
            WebhookId webhook, DeliveryId id, Content content, long atMs, long giveUpMs) {
        handle.createUpdate(
                        """
                        INSERT INTO deliveries (id, webhook, room, event, type, body, created_ms,
                            give_up_ms, state, attempts, next_ms)
                        VALUES (:id, :webhook, :room, :event, :type, :body, :at, :giveUp, 'waiting',
                            0, CASE WHEN EXISTS (SELECT 1 FROM deliveries WHERE webhook = :webhook
                                AND room = :room AND state = 'waiting') THEN NULL ELSE :at END)
                        """)
                .bind("id", id.value())
                .bind("webhook", webhook.value())
                .bind("room", content.room())
                .bind("event", content.event())
                .bind("type", content.type())
                .bind("body", content.body())
                .bind("at", atMs)
                .bind("giveUp", giveUpMs)
                .execute();
        added = true;
    }

    Optional<Delivery> test(TenantId tenant, WebhookId id, DeliveryId as, long nowMs)
            throws StoreException {
        if (active(tenant, id) == null) {
            return Optional.empty();
        }
        if (delivery(id, as).isEmpty()) {
            if (testWaits(id)) {
                throw new StoreException(StoreException.Reason.CONFLICT, "a test waits already");
            }
            Notice notice = Notice.test(nowMs);
            String word = notice.type().word();
            var content = new Content(id("evt_"), word, NO_ROOM, NoticeCodec.body(notice));
            insert(id, as, content, nowMs, nowMs);
        }
        return delivery(id, as);
    }

    private boolean testWaits(WebhookId id) {
        return handle.createQuery(
                        """
                        SELECT 1 FROM deliveries WHERE webhook = :webhook AND room = :room
                            AND state = 'waiting' LIMIT 1
                        """)
                .bind("webhook", id.value())
                .bind("room", NO_ROOM)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    Optional<Delivery> resend(
            TenantId tenant, WebhookId id, DeliveryId old, DeliveryId as, long nowMs)
            throws StoreException {
        if (active(tenant, id) == null || delivery(id, old).isEmpty()) {
            return Optional.empty();
        }
        if (delivery(id, as).isEmpty()) {
            insertAgain(id, old, as, nowMs);
        }
        return delivery(id, as);
    }

    private void insertAgain(WebhookId id, DeliveryId old, DeliveryId as, long nowMs)
            throws StoreException {
        Content content =
                handle.createQuery("SELECT event, type, room, body FROM deliveries WHERE id = :id")
                        .bind("id", old.value())
                        .map((row, context) ->
                                new Content(
                                        row.getString("event"),
                                        row.getString("type"),
                                        row.getString("room"),
                                        row.getString("body")))
                        .one();
        boolean waits =
                handle.createQuery(
                                """
                                SELECT 1 FROM deliveries WHERE webhook = :webhook AND room = :room
                                    AND state = 'waiting' AND event = :event LIMIT 1
                                """)
                        .bind("webhook", id.value())
                        .bind("room", content.room())
                        .bind("event", content.event())
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent();
        if (waits) {
            throw new StoreException(StoreException.Reason.CONFLICT, "the event waits already");
        }
        insert(id, as, content, nowMs, nowMs + WebhookStore.TRIED_MS);
    }

    private Optional<Delivery> delivery(WebhookId webhook, DeliveryId id) {
        return handle.createQuery(
                        "SELECT %s FROM deliveries WHERE id = :id AND webhook = :webhook"
                                .formatted(DELIVERY_COLUMNS))
                .bind("id", id.value())
                .bind("webhook", webhook.value())
                .map((row, context) -> delivery(row))
                .findOne();
    }

    Optional<Delivery> delivery(TenantId tenant, WebhookId id, DeliveryId delivery) {
        return find(tenant, id) == null ? Optional.empty() : delivery(id, delivery);
    }

    Optional<List<Delivery>> deliveries(
            TenantId tenant, WebhookId id, @Nullable DeliveryId before, int limit) {
        if (find(tenant, id) == null) {
            return Optional.empty();
        }
        String from =
                before == null ? "" : "AND ord < (SELECT ord FROM deliveries WHERE id = :before)";
        var query =
                handle.createQuery(
                                """
                                SELECT %s FROM deliveries WHERE webhook = :webhook %s
                                ORDER BY ord DESC LIMIT :limit
                                """
                                        .formatted(DELIVERY_COLUMNS, from))
                        .bind("webhook", id.value())
                        .bind("limit", limit);
        if (before != null) {
            query.bind("before", before.value());
        }
        return Optional.of(query.map((row, context) -> delivery(row)).list());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        String room = row.getString("room");
        var state = StoredJson.constant(Delivery.State.class, row.getString("state"));
        Long status = SqlTables.numberOrNull(row, "status");
        return new Delivery(
                new DeliveryId(row.getString("id")),
                new WebhookId(row.getString("webhook")),
                row.getString("event"),
                type(row.getString("type")),
                room.equals(NO_ROOM) ? null : new RoomId(room),
                state,
                row.getInt("attempts"),
                SqlTables.numberOrNull(row, "next_ms"),
                status == null ? null : Integer.valueOf(status.intValue()),
                row.getString("error"),
                row.getLong("created_ms"),
                state == Delivery.State.DELIVERED ? SqlTables.numberOrNull(row, "done_ms") : null);
    }
}
