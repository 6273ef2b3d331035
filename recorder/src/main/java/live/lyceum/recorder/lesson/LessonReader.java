package live.lyceum.recorder.lesson;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the journals of a recording's folder as one lesson, also while they are written. Blocks;
/// owned by its thread.
public interface LessonReader extends Closeable {
    /// Opens the journals of a folder, also those that are made later.
    static LessonReader open(Path folder) {
        throw new UnsupportedOperationException(folder.toString());
    }

    /// Reads what is new in the folder.
    ///
    /// @param nowUs on the recording's clock, as far as is known: what is older than a few seconds
    ///   is settled without waiting for more
    void read(long nowUs) throws IOException;

    /// Nothing is written to the journals that began before `atUs` any more: they end.
    void cut(long atUs) throws IOException;

    /// Nothing is written to any journal any more: all that is there is read and settled.
    void finish() throws IOException;

    /// The next thing that happened, in the order of time; null if nothing is settled yet.
    @Nullable LessonEvent next();

    /// Nothing comes any more that happened before this, in microseconds on the recording's clock.
    long settledUs();
}
