package live.lyceum.signaling.store;

import java.util.concurrent.CompletionStage;

/// Remembers until when a process was alive, so that the next one knows when everybody lost it.
/// Safe to call from any thread; nothing here blocks. What goes wrong is a [StoreException].
public interface Checkpoints {
    /// How often a process says that it is alive.
    long EVERY_MS = 250;

    /// Notes that the process is alive, for all rooms together.
    ///
    /// @param atMs epoch milliseconds
    CompletionStage<Void> alive(long atMs);

    /// The last note of the process before this one, as epoch milliseconds; 0 if there was none.
    long last();
}
