package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Path;

/// What makes the film of one recording, from its folder.
interface FilmWorker {
    /// Told on threads of the worker.
    interface Listener {
        /// It is alive, and has got so far.
        ///
        /// @param progress from 0 to 1
        void progressed(double progress);

        /// The worker is gone.
        ///
        /// @param code as of the system; more than 128 for a signal
        /// @param lastWords the last line that it wrote to its standard error, or empty
        void ended(int code, String lastWords);
    }

    /// Starts one.
    interface Starter {
        FilmWorker start(Path folder, Listener listener) throws IOException;
    }

    /// How much memory it has, in bytes; 0 if that is not known.
    long residentBytes();

    /// Ends it at once; its listener is told.
    void kill();
}
