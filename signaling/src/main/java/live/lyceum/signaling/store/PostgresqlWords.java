package live.lyceum.signaling.store;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Looks for words by a GIN index of a `tsvector`.
final class PostgresqlWords implements WordSearch {
    @Override
    public String condition() {
        return "transcript_lines.found_by @@ CAST(:words AS tsquery)";
    }

    /// In quotes nothing means anything.
    @Override
    public String words(List<String> folded) {
        return folded.stream().map("'%s'"::formatted).collect(Collectors.joining(" & ", "", ":*"));
    }

    @Override
    public <T> T within(Handle handle, int ms, Supplier<T> task) {
        return handle.inTransaction(within -> {
            within.execute("SET LOCAL statement_timeout TO %d".formatted(ms));
            return task.get();
        });
    }
}
