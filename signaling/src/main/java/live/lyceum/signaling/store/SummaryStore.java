package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summary;
import live.lyceum.signaling.protocol.LessonSummary;
import live.lyceum.signaling.protocol.Notice;

/// What sessions came to, in words, and which summaries are still to be made. Safe to call from any
/// thread; nothing here blocks. Stages fail with [StoreException].
public interface SummaryStore {
    /// Empty if nobody wanted one.
    CompletionStage<Optional<LessonSummary>> summary(RoomId session);

    /// Wants a summary; does nothing if somebody did before.
    CompletionStage<Void> want(RoomId session, long nowMs);

    /// Wants a summary in the place of what there is.
    CompletionStage<Void> wantAnother(RoomId session, long nowMs);

    /// One that is to be made.
    ///
    /// @param tries how often it was tried
    record Wanted(RoomId session, int tries) {}

    /// What is to be made now.
    ///
    /// @param now those that are longest first
    /// @param nextAtMs when the next one is that is not now; [Long#MAX_VALUE]: never
    record Due(List<Wanted> now, long nextAtMs) {
        public Due {
            now = List.copyOf(now);
        }
    }

    CompletionStage<Due> due(long nowMs, int limit);

    /// Keeps what was made, and tells webhooks; does nothing if it is not wanted any more.
    CompletionStage<Void> made(RoomId session, Made made, Notice notice);

    /// What a model made.
    record Made(Summary content, String model, long atMs) {}

    /// It is to be tried again, not before this.
    CompletionStage<Void> later(RoomId session, long nextAtMs);

    /// It is not tried any more.
    CompletionStage<Void> failed(RoomId session);

    /// Puts another content in the place of a version.
    ///
    /// @return false if that is not the version, or another one is being made
    CompletionStage<Boolean> edit(
            RoomId session, int version, Summary content, LessonSummary.Edit edit);
}
