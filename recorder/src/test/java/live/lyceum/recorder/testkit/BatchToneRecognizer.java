package live.lyceum.recorder.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.jspecify.annotations.Nullable;

/// Recognises [ToneWords]: a segment for those that follow one another. Fails when it is told to.
public final class BatchToneRecognizer implements BatchRecognizer {
    private static final long PAUSE_MS = 500;

    private final Supplier<@Nullable NotRecognized> failing;
    private final List<Audio> asked = new ArrayList<>();

    /// @param failing asked each time: how it fails, or null
    public BatchToneRecognizer(Supplier<@Nullable NotRecognized> failing) {
        this.failing = failing;
    }

    /// One that never fails.
    public BatchToneRecognizer() {
        this(() -> null);
    }

    /// One that always fails so.
    public static BatchToneRecognizer failing(End why) {
        return new BatchToneRecognizer(() -> new NotRecognized(why, 0, "as it was told"));
    }

    /// What it was asked.
    public List<Audio> asked() {
        return asked;
    }

    @Override
    public CompletionStage<List<Segment>> recognize(Audio audio, Hints hints) {
        asked.add(audio);
        NotRecognized why = failing.get();
        return why == null
                ? CompletableFuture.completedStage(segments(audio.samples()))
                : CompletableFuture.failedStage(why);
    }

    /// What is said in samples.
    public static List<Segment> segments(short[] samples) {
        var segments = new ArrayList<Segment>();
        Deque<ToneWords.Word> together = new ArrayDeque<>();
        for (ToneWords.Word each : ToneWords.hear(samples)) {
            if (!together.isEmpty() && each.offsetMs() - end(together.getLast()) > PAUSE_MS) {
                segments.add(segment(together));
                together.clear();
            }
            together.add(each);
        }
        if (!together.isEmpty()) {
            segments.add(segment(together));
        }
        return segments;
    }

    private static long end(ToneWords.Word word) {
        return word.offsetMs() + ToneWords.WORD_MS;
    }

    private static Segment segment(Deque<ToneWords.Word> words) {
        return new Segment(
                words.getFirst().offsetMs(),
                end(words.getLast()),
                ToneWords.text(List.copyOf(words)),
                "en");
    }
}
