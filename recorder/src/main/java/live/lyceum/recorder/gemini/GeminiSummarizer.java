package live.lyceum.recorder.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.recorder.api.Summary;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;

/// Sums up lessons by Gemini's `generateContent`: one request for a lesson, for a very long one
/// some after each other.
public final class GeminiSummarizer implements Summarizer {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    private final Generate generate;
    private final String model;
    private final int partCharacters;

    GeminiSummarizer(
            TranscriptionSettings settings, String model, Duration within, int partCharacters) {
        generate = Generate.with(settings, model, within);
        this.model = model;
        this.partCharacters = partCharacters;
    }

    /// Asks nothing of the service yet.
    ///
    /// @param settings with a key
    /// @param model that sums up, without `models/`
    public static GeminiSummarizer open(TranscriptionSettings settings, String model) {
        return new GeminiSummarizer(settings, model, ANSWER_WITHIN, LessonParts.PART_CHARACTERS);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public CompletionStage<Summary> summarize(Order order) {
        List<LessonParts.Part> parts = LessonParts.of(order, partCharacters);
        var draft = new SummaryDraft(order.topics());
        CompletionStage<SummaryDraft> all = CompletableFuture.completedStage(draft);
        for (LessonParts.Part each : parts) {
            all = all.thenCompose(soFar -> added(soFar, order, each, parts.size()));
        }
        return all.thenApply(GeminiSummarizer::whole)
                .exceptionally(error -> {
                    throw new CompletionException(notSummarized(error));
                });
    }

    private CompletionStage<SummaryDraft> added(
            SummaryDraft draft, Order order, LessonParts.Part part, int parts) {
        byte[] request;
        try {
            request = SummaryCodec.request(order, part, draft.whole(), parts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return generate.ask(request)
                .thenApply(answer -> {
                    try {
                        draft.add(SummaryCodec.answer(answer, part));
                        return draft;
                    } catch (IOException wrong) {
                        throw broken(String.valueOf(wrong.getMessage()));
                    }
                });
    }

    private static Summary whole(SummaryDraft draft) {
        Summary summary = draft.summary();
        if (summary.isEmpty()) {
            throw broken("an answer that says nothing");
        }
        return summary;
    }

    private static CompletionException broken(String told) {
        return new CompletionException(new Generate.Failed(End.BROKEN, 0, told));
    }

    private static NotSummarized notSummarized(Throwable error) {
        Generate.Failed failed = Generate.Failed.of(error);
        return new NotSummarized(
                failed.why() != End.REFUSED && failed.why() != End.UNFIT,
                failed.retryAfterMs(),
                String.valueOf(failed.getMessage()));
    }

    @Override
    public void close() {
        generate.close();
    }
}
