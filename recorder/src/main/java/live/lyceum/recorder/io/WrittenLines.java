package live.lyceum.recorder.io;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;

/// Where lines are kept: those that are there, and more. Safe to call from any thread.
final class WrittenLines {
    /// So many lines are told, and kept, before more are.
    private static final int AT_A_TIME = 500;

    private static final long KEPT_WITHIN_S = 120;

    private final CompletableFuture<Transcriber.Lines> written;
    private final BiConsumer<RoomId, TranscriptLine> output;
    private final AtomicLong told = new AtomicLong();

    /// @param written known when it can be asked
    /// @param output told lines that are to be kept
    WrittenLines(
            CompletableFuture<Transcriber.Lines> written,
            BiConsumer<RoomId, TranscriptLine> output) {
        this.written = written;
        this.output = output;
    }

    /// What is known of a session, with all lines that were told until now. Does not block; fails
    /// also where that takes too long.
    CompletableFuture<Transcriber.Written> ask(RoomId session) {
        return written.thenCompose(each -> each.of(session))
                .orTimeout(KEPT_WITHIN_S, TimeUnit.SECONDS);
    }

    /// As [#ask]; blocks.
    Transcriber.Written of(RoomId session) throws InterruptedException, ExecutionException {
        return ask(session).get();
    }

    /// Tells lines; blocks until they are kept.
    ///
    /// @return what was said in those that are not, for they were refused or lost
    List<SpeechLedger.Missed> tell(RoomId session, List<TranscriptLine> lines)
            throws InterruptedException, ExecutionException {
        if (lines.isEmpty()) {
            return List.of();
        }
        for (int i = 0; i < lines.size(); i++) {
            output.accept(session, lines.get(i));
            told.incrementAndGet();
            if ((i + 1) % AT_A_TIME == 0) {
                var _ = of(session);
            }
        }
        Map<String, Integer> kept =
                of(session).lines().stream()
                        .collect(
                                Collectors.toMap(
                                        TranscriptLine::id, TranscriptLine::revision, Math::max));
        return lines.stream()
                .filter(each -> kept.getOrDefault(each.id(), -1) < each.revision())
                .map(each -> new SpeechLedger.Missed(each.who(), each.startMs(), each.endMs()))
                .toList();
    }

    /// How many lines were told.
    long told() {
        return told.get();
    }
}
