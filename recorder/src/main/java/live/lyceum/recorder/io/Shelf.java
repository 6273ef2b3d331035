package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.Recorder;
import org.jspecify.annotations.Nullable;

/// Where films are put when they are made. Called on the recorder's thread.
interface Shelf {
    /// The folder in which they are made.
    Shelf HERE =
            new Shelf() {
                @Override
                public CompletionStage<@Nullable Void> put(
                        Recorder.Order order, Path folder, Film film) {
                    return CompletableFuture.completedStage(null);
                }

                @Override
                public void told(Path folder) {}
            };

    /// Puts it there; complete when it is there for good, however long that takes, and never if it
    /// is deleted before.
    CompletionStage<@Nullable Void> put(Recorder.Order order, Path folder, Film film);

    /// It is known that this film is made.
    void told(Path folder) throws IOException;
}
