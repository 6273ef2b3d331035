package live.lyceum.recorder.gemini;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;

/// Recognises speech by Gemini's `generateContent`, one request for each piece of audio.
public final class GeminiBatch implements BatchRecognizer {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final Generate generate;
    private final List<String> languages;

    GeminiBatch(URI service, String key, String model, List<String> languages, Duration within) {
        generate = new Generate(service, key, model, within);
        this.languages = List.copyOf(languages);
    }

    /// Asks nothing of the service yet.
    ///
    /// @param service `https://host[:port]` of the service, or `http` to this machine
    /// @param key who we are to it
    /// @param model that recognises speech, without `models/`
    /// @param languages that are spoken where nobody says which, as BCP 47 has them; empty: any
    public static GeminiBatch open(URI service, String key, String model, List<String> languages) {
        return new GeminiBatch(service, key, model, languages, ANSWER_WITHIN);
    }

    private Hints spoken(Hints hints) {
        return hints.languages().isEmpty() ? new Hints(languages, hints.words()) : hints;
    }

    @Override
    public CompletionStage<List<Segment>> recognize(Audio audio, Hints hints) {
        byte[] request;
        try {
            request = BatchCodec.request(audio, spoken(hints));
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
