package live.lyceum.signaling.store;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.WebhookId;
import org.jdbi.v3.core.Handle;

/// The statements about what is on its way to webhooks, the same ones for SQLite and PostgreSQL. Of
/// what waits only the first of a webhook and session has a time when it is due. Owned by whoever
/// has the handle; blocks.
final class OutboxTables {
    private final Handle handle;

    OutboxTables(Handle handle) {
        this.handle = handle;
    }

    WebhookStore.Due due(WebhookStore.Asked asked) {
        String open =
                """
                FROM deliveries JOIN webhooks ON webhooks.id = deliveries.webhook
                WHERE webhooks.state = 'active' AND deliveries.webhook NOT IN (<full>)
                    AND webhooks.tenant NOT IN (<fullTenants>)
                    AND deliveries.id NOT IN (<underWay>)
                """;
        List<String> full = values(asked.full(), WebhookId::value);
        List<String> fullTenants = values(asked.fullTenants(), TenantId::value);
        List<String> underWay = values(asked.underWay(), DeliveryId::value);
        List<WebhookStore.Parcel> parcels =
                handle.createQuery(
                                """
                                SELECT deliveries.id, webhook, event, body, attempts, give_up_ms,
                                    tenant, url, secret
                                %s AND next_ms <= :now
                                ORDER BY next_ms, deliveries.ord LIMIT :limit
                                """
                                        .formatted(open))
                        .bindList("full", full)
                        .bindList("fullTenants", fullTenants)
                        .bindList("underWay", underWay)
                        .bind("now", asked.nowMs())
                        .bind("limit", asked.limit())
                        .map((row, context) -> parcel(row))
                        .list();
        if (!parcels.isEmpty()) {
            return new WebhookStore.Due(parcels, asked.nowMs());
        }
        Long next =
                handle.createQuery("SELECT MIN(next_ms) AS next_ms " + open)
                        .bindList("full", full)
                        .bindList("fullTenants", fullTenants)
                        .bindList("underWay", underWay)
                        .map((row, context) -> SqlTables.numberOrNull(row, "next_ms"))
                        .one();
        return new WebhookStore.Due(List.of(), next == null ? Long.MAX_VALUE : next);
    }

    /// With one that nothing has: no list may be empty.
    private static <T> List<String> values(Set<T> ids, Function<T, String> value) {
        return Stream.concat(Stream.of(""), ids.stream().map(value)).toList();
    }

    private static WebhookStore.Parcel parcel(ResultSet row) throws SQLException {
        return new WebhookStore.Parcel(
                new DeliveryId(row.getString("id")),
                new WebhookId(row.getString("webhook")),
                new TenantId(row.getString("tenant")),
                row.getString("event"),
                row.getString("body"),
                row.getInt("attempts"),
                row.getLong("give_up_ms"),
                URI.create(row.getString("url")),
                row.getString("secret"));
    }

    void settle(WebhookStore.Parcel parcel, WebhookStore.Attempt attempt) {
        boolean over = attempt.nextAtMs() == null;
        int found =
                handle.createUpdate(
                                """
                                UPDATE deliveries SET state = :state, attempts = attempts + 1,
                                    next_ms = :next, status = :status, error = :error,
                                    done_ms = :done
                                WHERE id = :id AND state = 'waiting'
                                """)
                        .bind("state", StoredJson.word(attempt.state()))
                        .bind("next", attempt.nextAtMs())
                        .bind("status", attempt.status())
                        .bind("error", attempt.error())
                        .bind("done", over ? Long.valueOf(attempt.atMs()) : null)
                        .bind("id", parcel.id().value())
                        .execute();
        if (found == 0) {
            return;
        }
        if (attempt.gone()) {
            handle.createUpdate(
                            "UPDATE webhooks SET state = 'gone' WHERE id = :id AND state = 'active'")
                    .bind("id", parcel.webhook().value())
                    .execute();
            failForGone(attempt.atMs());
        } else if (over) {
            handle.createUpdate(
                            """
                            UPDATE deliveries SET next_ms = :at WHERE ord =
                                (SELECT MIN(waits.ord) FROM deliveries AS waits
                                JOIN deliveries AS done ON done.webhook = waits.webhook
                                    AND done.room = waits.room
                                WHERE done.id = :id AND waits.state = 'waiting')
                            """)
                    .bind("at", attempt.atMs())
                    .bind("id", parcel.id().value())
                    .execute();
        }
    }

    /// Does at most so many rows of each kind; true if there may be more.
    boolean tend(long nowMs) {
        int most =
                Math.max(
                        failForGone(nowMs),
                        Math.max(deleteOld(nowMs - WebhookStore.LISTED_MS), deleteOfRemoved()));
        handle.execute(
                """
                DELETE FROM webhooks WHERE state = 'removed' AND NOT EXISTS
                    (SELECT 1 FROM deliveries WHERE deliveries.webhook = webhooks.id)
                """);
        return most == SqlTables.PART;
    }

    private int failForGone(long nowMs) {
        return handle.createUpdate(
                        """
                        UPDATE deliveries SET state = 'failed', next_ms = NULL, done_ms = :now,
                            error = 'another delivery was answered 410'
                        WHERE ord IN (SELECT waits.ord FROM webhooks
                            JOIN deliveries AS waits ON waits.webhook = webhooks.id
                            WHERE webhooks.state = 'gone' AND waits.state = 'waiting'
                            LIMIT :part)
                        """)
                .bind("now", nowMs)
                .bind("part", SqlTables.PART)
                .execute();
    }

    private int deleteOld(long untilMs) {
        return handle.createUpdate(
                        """
                        DELETE FROM deliveries WHERE ord IN
                            (SELECT ord FROM deliveries WHERE done_ms <= :until LIMIT :part)
                        """)
                .bind("until", untilMs)
                .bind("part", SqlTables.PART)
                .execute();
    }

    private int deleteOfRemoved() {
        return handle.createUpdate(
                        """
                        DELETE FROM deliveries WHERE ord IN (SELECT owned.ord FROM webhooks
                            JOIN deliveries AS owned ON owned.webhook = webhooks.id
                            WHERE webhooks.state = 'removed' LIMIT :part)
                        """)
                .bind("part", SqlTables.PART)
                .execute();
    }

    WebhookStore.Backlog backlog() {
        return handle.createQuery(
                        """
                        SELECT COUNT(*) AS waiting, MIN(created_ms) AS oldest_ms
                        FROM deliveries WHERE state = 'waiting'
                        """)
                .map((row, context) -> {
                    Long oldestMs = SqlTables.numberOrNull(row, "oldest_ms");
                    return new WebhookStore.Backlog(
                            row.getInt("waiting"), oldestMs == null ? Long.MAX_VALUE : oldestMs);
                })
                .one();
    }
}
