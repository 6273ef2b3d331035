package live.lyceum.signaling.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/// Looks for words by FTS5.
final class SqliteWords implements WordSearch {
    /// Steps of SQLite's machine between two looks at the clock: a fraction of a millisecond.
    private static final int STEPS = 10_000;

    private static final long MS = 1_000_000;

    @Override
    public String condition() {
        return """
        transcript_lines.place IN
            (SELECT rowid FROM transcript_words WHERE transcript_words MATCH :words)
        """;
    }

    /// In quotes nothing means anything.
    @Override
    public String words(List<String> folded) {
        return folded.stream().map("\"%s\""::formatted).collect(Collectors.joining(" ", "", "*"));
    }

    @Override
    public <T> T within(Handle handle, int ms, Supplier<T> task) {
        long fromNs = System.nanoTime();
        try {
            Connection connection = handle.getConnection().unwrap(SQLiteConnection.class);
            ProgressHandler.setHandler(
                    connection,
                    STEPS,
                    new ProgressHandler() {
                        @Override
                        protected int progress() {
                            return System.nanoTime() - fromNs > ms * MS ? 1 : 0;
                        }
                    });
            try {
                return task.get();
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException failed) {
            throw new ConnectionException(failed);
        }
    }
}
