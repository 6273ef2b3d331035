package live.lyceum.signaling.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/// A database cannot be opened, copied or written. The message is for the operator: what is wrong
/// and what helps.
public final class DatabaseException extends IOException {
    /// Why.
    public enum Reason {
        READ_ONLY("is read-only: let the server's user write the file and its folder"),
        FULL("cannot grow: the disk is full"),
        CORRUPT("is damaged: restore a backup"),
        NEWER(
                "was written by a newer version of Lyceum: install that version, or restore a backup"),
        IN_USE("is in use by another Lyceum: stop that one first"),
        UNREACHABLE("cannot be reached"),
        FAILED("failed");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /// What is told about a database, beginning with its name.
        String of(String database) {
            return "the database %s %s".formatted(database, sentence);
        }
    }

    // SQLite's primary result codes, https://sqlite.org/rescode.html
    private static final int BUSY = 5;
    private static final int READONLY = 8;
    private static final int CORRUPT = 11;
    private static final int INTERRUPT = 9;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int CONSTRAINT = 19;
    private static final int NOTADB = 26;
    private static final int TOOBIG = 18;
    private static final int MISMATCH = 20;
    private static final int PRIMARY = 0xff;
    private static final Set<Integer> OF_ONE_TASK = Set.of(CONSTRAINT, TOOBIG, MISMATCH);

    private final Reason reason;

    DatabaseException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// What a failure means, told about the database `name`.
    static DatabaseException of(String name, Throwable failure) {
        SQLException sql = sql(failure);
        Reason reason = reason(failure);
        String detail = sql == null ? failure.getMessage() : sql.getMessage();
        boolean said = reason == Reason.READ_ONLY || reason == Reason.FULL;
        return new DatabaseException(
                reason, said ? reason.of(name) : reason.of(name) + ": " + detail, failure);
    }

    static Reason reason(Throwable failure) {
        return switch (sql(failure)) {
            case SQLiteException sqlite -> reason(primary(sqlite));
            case SQLException other -> reason(other.getSQLState());
            case null -> Reason.FAILED;
        };
    }

    private static Reason reason(int code) {
        return switch (code) {
            case READONLY, CANTOPEN -> Reason.READ_ONLY;
            case CORRUPT, NOTADB -> Reason.CORRUPT;
            case FULL -> Reason.FULL;
            case BUSY -> Reason.IN_USE;
            default -> Reason.FAILED;
        };
    }

    /// PostgreSQL's error codes, appendix A of its manual.
    private static Reason reason(@Nullable String state) {
        if (state == null) {
            return Reason.FAILED;
        }
        return switch (state) {
            case "25006" -> Reason.READ_ONLY;
            case "53100" -> Reason.FULL;
            case "XX001", "XX002" -> Reason.CORRUPT;
            default -> reasonOfClass(state);
        };
    }

    private static Reason reasonOfClass(String state) {
        boolean unreachable =
                state.startsWith("08")
                        || state.startsWith("28")
                        || state.startsWith("57P")
                        || state.equals("3D000");
        return unreachable ? Reason.UNREACHABLE : Reason.FAILED;
    }

    /// Whether a rule of the schema was broken, which is the fault of one statement and not of the
    /// database.
    static boolean isConstraint(Throwable failure) {
        return switch (sql(failure)) {
            case SQLiteException sqlite -> primary(sqlite) == CONSTRAINT;
            case SQLException other -> {
                String state = other.getSQLState();
                yield state != null && state.startsWith("23");
            }
            case null -> false;
        };
    }

    /// Whether it is the fault of what was to be written, and others can be written. What is no
    /// failure of the database is: somebody has handed in nonsense.
    static boolean isOfOneTask(Throwable failure) {
        return switch (sql(failure)) {
            case SQLiteException sqlite -> OF_ONE_TASK.contains(primary(sqlite));
            case SQLException other -> {
                String state = other.getSQLState();
                yield state != null && (state.startsWith("22") || state.startsWith("23"));
            }
            case null -> failure instanceof RuntimeException;
        };
    }

    /// Whether it was broken off because it took too long.
    static boolean isBrokenOff(Throwable failure) {
        return switch (sql(failure)) {
            case SQLiteException sqlite -> primary(sqlite) == INTERRUPT;
            case SQLException other -> "57014".equals(other.getSQLState());
            case null -> false;
        };
    }

    private static int primary(SQLiteException failure) {
        return failure.getResultCode().code & PRIMARY;
    }

    private static @Nullable SQLException sql(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
