package live.lyceum.recorder.api;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// Records rooms and makes films of the recordings. Safe to call from any thread; nothing here
/// blocks. What it has to tell, it tells its [Listener].
public interface Recorder {
    /// A recording to be made.
    ///
    /// @param title of the session
    /// @param startedAtMs when its clock is zero, in epoch milliseconds
    record Order(RecordingId id, RoomId session, String title, long startedAtMs) {
        /// Leaves out the title.
        @Override
        public String toString() {
            return "Order[%s, %s]".formatted(id, session);
        }
    }

    /// Says who is told; called once, before anything else.
    void listen(Listener listener);

    /// Records from now on, or goes on with a recording that a process before this one began; does
    /// nothing if it is recorded already.
    void record(Order order);

    /// Notes something of a lesson that is recorded.
    void note(RecordingId id, Cue cue);

    /// Ends the recording of a room, and makes the rest of its film.
    void stop(RecordingId id);

    /// Makes the film of a recording that nobody records any more.
    ///
    /// @param endedMs when it ended, on its clock, if that is not in its folder yet
    void finish(Order order, long endedMs);

    /// How far the film of a recording is, from 0 to 1; null if it is not known to be made here.
    @Nullable Double progress(RecordingId id);

    /// Deletes all that is kept of a recording; complete when it is gone. What is kept elsewhere is
    /// tried again until it is, also by a process after this one, whatever came of this; then
    /// [Listener#deleted] is told.
    CompletionStage<@Nullable Void> delete(RoomId session, RecordingId id);

    /// Where a file of a film is on this machine, if it is here.
    ///
    /// @param name that leads nowhere else
    Path file(RoomId session, RecordingId id, String name);

    /// Where a file of a film is to be read that is kept elsewhere; null for one that is not. Reads
    /// the disk, and may wait for the right to read, unlike all else here.
    @Nullable URI elsewhere(Reading reading);

    /// The origin (RFC 6454) of what [#elsewhere] answers; null if everything is kept here.
    @Nullable String filesOrigin();

    /// Told what becomes of recordings, on the recorder's thread.
    interface Listener {
        /// A recording cannot go on; its film is made of what there is.
        void broke(RoomId session, RecordingId id, Trouble trouble);

        /// The making of a film went on.
        void progressed(RoomId session, RecordingId id, double progress);

        /// A film is made.
        ///
        /// @param manifest what [FilmCodec] reads
        /// @return complete when that is kept: until then what it was made of stays
        CompletionStage<@Nullable Void> ready(RoomId session, RecordingId id, String manifest);

        /// All that was kept of a recording elsewhere is gone, some time after that was asked for.
        ///
        /// @return complete when that is kept: until then it is told again
        CompletionStage<@Nullable Void> deleted(RoomId session, RecordingId id);

        /// No film can be made. What it would have been made of stays.
        void failed(RoomId session, RecordingId id, String why);
    }

    /// Why a recording cannot go on.
    enum Trouble {
        DISK_FULL,
        LIMIT,
        FAILED
    }
}
