package live.lyceum.signaling.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.Scope;
import live.lyceum.signaling.protocol.TenantId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements about API keys, the same ones for SQLite and PostgreSQL. Owned by whoever has the
/// handle; blocks.
final class KeyTable {
    private static final String COLUMNS = "id, tenant, name, scopes, digest, created_ms";

    private final Handle handle;

    KeyTable(Handle handle) {
        this.handle = handle;
    }

    void put(AccessKey key) {
        handle.createUpdate(
                        """
                        INSERT INTO api_keys (id, tenant, name, scopes, digest, created_ms)
                        VALUES (:id, :tenant, :name, :scopes, :digest, :created)
                        ON CONFLICT (id) DO UPDATE SET digest = excluded.digest
                        """)
                .bind("id", key.id())
                .bind("tenant", key.tenant().value())
                .bind("name", key.name())
                .bind(
                        "scopes",
                        key.scopes().stream()
                                .sorted()
                                .map(Scope::written)
                                .collect(Collectors.joining(" ")))
                .bind("digest", key.digest())
                .bind("created", key.createdAtMs())
                .execute();
    }

    Optional<AccessKey> key(String id) {
        return handle.createQuery("SELECT %s FROM api_keys WHERE id = :id".formatted(COLUMNS))
                .bind("id", id)
                .map((row, context) -> key(row))
                .findOne();
    }

    List<AccessKey> keys(@Nullable String after, int limit) {
        return handle.createQuery(
                        "SELECT %s FROM api_keys WHERE id > :after ORDER BY id LIMIT :limit"
                                .formatted(COLUMNS))
                // No id is empty.
                .bind("after", after == null ? "" : after)
                .bind("limit", limit)
                .map((row, context) -> key(row))
                .list();
    }

    private static AccessKey key(ResultSet row) throws SQLException {
        return new AccessKey(
                row.getString("id"),
                new TenantId(row.getString("tenant")),
                row.getString("name"),
                Stream.of(row.getString("scopes").split(" ", -1))
                        .flatMap(each -> Stream.ofNullable(Scope.of(each)))
                        .collect(Collectors.toSet()),
                row.getString("digest"),
                row.getLong("created_ms"));
    }

    void delete(String id) {
        handle.createUpdate("DELETE FROM api_keys WHERE id = :id").bind("id", id).execute();
    }
}
