package live.lyceum.recorder.transcribe;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Has what one speaker says recognised. Owned by its caller's thread.
public final class SpeakerTranscription {
    /// Told what comes of it, on the caller's thread, within a call.
    public interface Output {
        /// What was recognised so far of an utterance that goes on or waits for its result.
        void interim(long utterance, long startUs, long endUs, String text);

        /// What an utterance was; told once for each, never with blank text.
        void result(
                long utterance, long startUs, long endUs, String text, @Nullable String language);

        /// What was said then was given up: nothing comes of it here.
        void missed(long fromUs, long toUs);

        /// Whether something waits that cannot be brought to the service now.
        void state(boolean interrupted);

        /// The service does not want us: nothing is tried again. Told once.
        void refused();
    }

    public SpeakerTranscription(
            SpeechRecognizer recognizer,
            SpeechRecognizer.Hints hints,
            RandomGenerator random,
            Output output) {}

    public void heard(Heard heard, long nowUs) {}

    public void onDeadline(long nowUs) {}

    /// When [#onDeadline] wants to be called; `Long.MAX_VALUE`: not at all.
    public long nextDeadlineUs() {
        return Long.MAX_VALUE;
    }

    /// No more speech comes.
    public void finish(long nowUs) {}

    /// Nothing is awaited any more.
    public boolean done() {
        return true;
    }
}
