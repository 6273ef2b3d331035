package live.lyceum.recorder.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.jspecify.annotations.Nullable;

/// Recognises speech by a program: a process for each piece of audio. Of its lines the final ones
/// count; one without times is of the whole piece.
public final class CommandBatch implements BatchRecognizer {
    private static final int AT_ONCE = 2;
    private static final Duration WITHIN = Duration.ofMillis(2L * MAX_MS);
    private static final int MAX_BYTES = (MAX_MS + 1) * 32;
    private static final int MAX_CHARS = 100_000;

    private final Program program;
    private final Run.Bounds bounds;

    CommandBatch(Program program, Duration within) {
        this.program = program;
        bounds = new Run.Bounds(MAX_BYTES, within, within);
    }

    /// Runs nothing yet.
    ///
    /// @param settings with a command
    public static CommandBatch open(TranscriptionSettings settings) {
        return new CommandBatch(Program.of(settings, AT_ONCE), WITHIN);
    }

    @Override
    public CompletionStage<List<Segment>> recognize(Audio audio, Hints hints) {
        var piece = new Piece(audio.lengthMs());
        Run run = program.start(hints, bounds, piece);
        if (run == null) {
            return CompletableFuture.failedFuture(
                    new NotRecognized(End.BUSY, 0, AT_ONCE + " programs run"));
        }
        run.feed(audio.samples());
        run.end();
        return piece.segments;
    }

    /// Owned by its process.
    private static final class Piece implements Run.Listener {
        private final long lengthMs;
        private final List<Segment> found = new ArrayList<>();
        private final CompletableFuture<List<Segment>> segments = new CompletableFuture<>();
        private int chars;

        private Piece(long lengthMs) {
            this.lengthMs = lengthMs;
        }

        @Override
        public void said(Said what) {
            chars += what.text().length();
            if (what.last() && chars <= MAX_CHARS) {
                long startMs = within(what.startMs(), 0, 0);
                long endMs = within(what.endMs(), startMs, lengthMs);
                found.add(new Segment(startMs, endMs, what.text(), what.language()));
            }
        }

        private long within(@Nullable Long told, long least, long otherwise) {
            return told == null ? otherwise : Math.clamp(told, least, lengthMs);
        }

        @Override
        public void over(@Nullable String wrong) {
            if (wrong != null || chars > MAX_CHARS) {
                segments.completeExceptionally(
                        new NotRecognized(End.BROKEN, 0, wrong == null ? "too much text" : wrong));
                return;
            }
            found.sort(Comparator.comparingLong(Segment::startMs));
            segments.complete(List.copyOf(found));
        }
    }

    /// Ends what is under way.
    @Override
    public void close() {
        program.close();
    }
}
