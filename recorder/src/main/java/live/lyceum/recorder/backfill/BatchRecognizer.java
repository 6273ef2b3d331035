package live.lyceum.recorder.backfill;

import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// Recognises speech that was spoken before. Safe to call from any thread; nothing here blocks.
public interface BatchRecognizer extends AutoCloseable {
    /// How long a piece of audio may be: a request stays small, and its answer quick.
    int MAX_MS = 120_000;

    /// What one speaker said.
    ///
    /// @param samples as [SpeechRecognizer#SAMPLE_RATE_HZ] says; read only, [#MAX_MS] at most
    @SuppressWarnings("ArrayRecordComponent") // lent from hand to hand, never compared
    record Audio(short[] samples) {
        public Audio {
            if (lengthMs(samples) > MAX_MS) {
                throw new IllegalArgumentException("more audio than is recognised at once");
            }
        }

        /// How long it is, in whole milliseconds.
        public long lengthMs() {
            return lengthMs(samples);
        }

        private static long lengthMs(short[] samples) {
            return samples.length * 1_000L / SpeechRecognizer.SAMPLE_RATE_HZ;
        }
    }

    /// Something that was said.
    ///
    /// @param startMs since the audio's begin, within it
    /// @param endMs since the audio's begin, within it and not before `startMs`
    /// @param text never blank
    /// @param language as BCP 47 has it; null if that is not known
    record Segment(long startMs, long endMs, String text, @Nullable String language) {
        public Segment {
            if (startMs < 0 || endMs < startMs || text.isBlank()) {
                throw new IllegalArgumentException("a segment says something, and has its times");
            }
        }

        /// Leaves out what was said.
        @Override
        public String toString() {
            return "Segment[%d, %d]".formatted(startMs, endMs);
        }
    }

    /// Why nothing was recognised.
    final class NotRecognized extends Exception {
        private static final long serialVersionUID = 1L;

        private final SpeechRecognizer.End why;
        private final long retryAfterMs;

        /// @param why `BUSY`, `REFUSED`, `BROKEN` or `UNFIT`
        /// @param retryAfterMs when the service wants to be asked again, in milliseconds; 0 if it
        ///   says nothing of it
        /// @param told for the log; nothing of what was said, and no key
        public NotRecognized(SpeechRecognizer.End why, long retryAfterMs, String told) {
            super(told);
            this.why = why;
            this.retryAfterMs = retryAfterMs;
        }

        public SpeechRecognizer.End why() {
            return why;
        }

        public long retryAfterMs() {
            return retryAfterMs;
        }
    }

    /// Recognises what is said in a piece of audio.
    ///
    /// @return what was said in the order of time, empty if that is nothing; or fails with
    ///   [NotRecognized]
    CompletionStage<List<Segment>> recognize(Audio audio, SpeechRecognizer.Hints hints);

    /// Gives up what is under way.
    @Override
    default void close() {}
}
