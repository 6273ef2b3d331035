package live.lyceum.signaling.store;

import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// What SQLite and PostgreSQL do each in their own way when they look for words.
interface WordSearch {
    /// That a row of `transcript_lines` has the words which are bound as `words`.
    String condition();

    /// What is bound: all of these words, the last of which may go on.
    ///
    /// @param folded letters, digits and marks only
    String words(List<String> folded);

    /// Does something that only reads, and breaks it off after a time with what
    /// [DatabaseException#isBrokenOff] knows.
    <T> T within(Handle handle, int ms, Supplier<T> task);
}
