package live.lyceum.recorder.gemini;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;

/// Recognises speech by Gemini's `generateContent`, one request for each piece of audio.
public final class GeminiBatch implements BatchRecognizer {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final Generate generate;
    private final List<String> languages;

    GeminiBatch(TranscriptionSettings settings, Duration within) {
        generate = Generate.with(settings, settings.batchModel(), within);
        languages = settings.languages();
    }

    /// Asks nothing of the service yet.
    ///
    /// @param settings with a key
    public static GeminiBatch open(TranscriptionSettings settings) {
        return new GeminiBatch(settings, ANSWER_WITHIN);
    }

    @Override
    public CompletionStage<List<Segment>> recognize(Audio audio, Hints hints) {
        byte[] request;
        try {
            request = BatchCodec.request(audio, hints.withLanguagesOr(languages));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return generate.ask(request)
                .handle((answer, failed) -> {
                    if (failed != null) {
                        throw new CompletionException(notRecognized(Generate.Failed.of(failed)));
                    }
                    return segments(answer, audio.lengthMs());
                });
    }

    private static NotRecognized notRecognized(Generate.Failed failed) {
        return new NotRecognized(
                failed.why(), failed.retryAfterMs(), String.valueOf(failed.getMessage()));
    }

    private static List<Segment> segments(byte[] answer, long lengthMs) {
        try {
            return BatchCodec.answer(answer, lengthMs);
        } catch (Generate.Garbled garbled) {
            throw new CompletionException(
                    new NotRecognized(End.UNFIT, 0, String.valueOf(garbled.getMessage())));
        } catch (IOException wrong) {
            throw new CompletionException(
                    new NotRecognized(End.BROKEN, 0, String.valueOf(wrong.getMessage())));
        }
    }

    @Override
    public void close() {
        generate.close();
    }
}
