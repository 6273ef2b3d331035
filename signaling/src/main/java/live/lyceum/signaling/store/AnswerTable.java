package live.lyceum.signaling.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import live.lyceum.signaling.protocol.KeptAnswer;
import live.lyceum.signaling.protocol.TenantId;
import org.jdbi.v3.core.Handle;

/// The statements about kept answers, the same ones for SQLite and PostgreSQL. Owned by whoever has
/// the handle; blocks.
final class AnswerTable {
    private final Handle handle;

    AnswerTable(Handle handle) {
        this.handle = handle;
    }

    Optional<KeptAnswer> answer(TenantId tenant, String key) {
        return handle.createQuery(
                        """
                        SELECT digest, seed, status, location, etag, body, created_ms FROM answers
                        WHERE tenant = :tenant AND key = :key
                        """)
                .bind("tenant", tenant.value())
                .bind("key", key)
                .map((row, context) -> answer(row))
                .findOne();
    }

    private static KeptAnswer answer(ResultSet row) throws SQLException {
        String body = row.getString("body");
        KeptAnswer.Given given =
                body == null
                        ? null
                        : new KeptAnswer.Given(
                                row.getInt("status"),
                                row.getString("location"),
                                row.getString("etag"),
                                body);
        return new KeptAnswer(
                row.getString("digest"), row.getString("seed"), given, row.getLong("created_ms"));
    }

    void put(TenantId tenant, String key, KeptAnswer answer) {
        KeptAnswer.Given given = answer.given();
        handle.createUpdate(
                        """
                        INSERT INTO answers (tenant, key, digest, seed, status, location, etag, body,
                            created_ms)
                        VALUES (:tenant, :key, :digest, :seed, :status, :location, :etag, :body,
                            :created)
                        ON CONFLICT (tenant, key) DO UPDATE SET digest = excluded.digest,
                            seed = excluded.seed, status = excluded.status,
                            location = excluded.location, etag = excluded.etag,
                            body = excluded.body, created_ms = excluded.created_ms
                        """)
                .bind("tenant", tenant.value())
                .bind("key", key)
                .bind("digest", answer.digest())
                .bind("seed", answer.seed())
                .bind("status", given == null ? null : Integer.valueOf(given.status()))
                .bind("location", given == null ? null : given.location())
                .bind("etag", given == null ? null : given.etag())
                .bind("body", given == null ? null : given.body())
                .bind("created", answer.createdAtMs())
                .execute();
    }

    void forget(TenantId tenant, String key) {
        handle.createUpdate("DELETE FROM answers WHERE tenant = :tenant AND key = :key")
                .bind("tenant", tenant.value())
                .bind("key", key)
                .execute();
    }

    /// Deletes at most so many; true if there may be more.
    boolean forgetBefore(long atMs) {
        int deleted =
                handle.createUpdate(
                                """
                                DELETE FROM answers WHERE (tenant, key) IN (SELECT tenant, key
                                    FROM answers WHERE created_ms < :at LIMIT :part)
                                """)
                        .bind("at", atMs)
                        .bind("part", SqlTables.PART)
                        .execute();
        return deleted == SqlTables.PART;
    }
}
