package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summary;
import live.lyceum.signaling.protocol.LessonSummary;
import live.lyceum.signaling.protocol.Notice;

/// Keeps summaries in the database of a [SqlStore].
final class SqlSummaries implements SummaryStore {
    private final SqlStore store;

    SqlSummaries(SqlStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<Optional<LessonSummary>> summary(RoomId session) {
        return store.read(tables -> tables.summaries().of(session));
    }

    @Override
    public CompletionStage<Void> want(RoomId session, long nowMs) {
        return store.write(tables -> tables.summaries().want(session, nowMs, false));
    }

    @Override
    public CompletionStage<Void> wantAnother(RoomId session, long nowMs) {
        return store.write(tables -> tables.summaries().want(session, nowMs, true));
    }

    @Override
    public CompletionStage<Due> due(long nowMs, int limit) {
        return store.read(tables -> tables.summaries().due(nowMs, limit));
    }

    @Override
    public CompletionStage<Void> made(RoomId session, Made made, Notice notice) {
        return store.write(tables -> {
            if (tables.summaries().made(session, made)) {
                tables.webhooks().tell(session, List.of(notice));
            }
        });
    }

    @Override
    public CompletionStage<Void> later(RoomId session, long nextAtMs) {
        return store.write(tables -> tables.summaries().later(session, nextAtMs));
    }

    @Override
    public CompletionStage<Void> failed(RoomId session) {
        return store.write(tables -> tables.summaries().failed(session));
    }

    @Override
    public CompletionStage<Boolean> edit(
            RoomId session, int version, Summary content, LessonSummary.Edit edit) {
        var done = new AtomicBoolean();
        return store.write(tables ->
                        done.set(tables.summaries().edit(session, version, content, edit)))
                .thenApply(written -> done.get());
    }
}
