package live.lyceum.recorder.transcribe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Recognises speech while it is spoken. Safe to call from any thread; nothing here blocks.
public interface SpeechRecognizer extends AutoCloseable {
    /// Of the audio: mono, signed 16-bit samples.
    int SAMPLE_RATE_HZ = 16_000;

    /// What helps to understand.
    ///
    /// @param languages as BCP 47 has them; empty: any
    /// @param words that are likely to be said
    record Hints(List<String> languages, List<String> words) {
        public Hints {
            languages = List.copyOf(languages);
            words = List.copyOf(words);
        }

        /// These, with other languages where they name none.
        public Hints withLanguagesOr(List<String> others) {
            return languages.isEmpty() ? new Hints(others, words) : this;
        }

        /// Leaves out the words.
        @Override
        public String toString() {
            return "Hints[%s, %d words]".formatted(languages, words.size());
        }
    }

    /// Why a connection is over.
    enum End {
        /// It was closed by us.
        CLOSED,
        /// The service closed it, as it does after a while.
        EXPIRED,
        /// It could not be had, or broke.
        BROKEN,
        /// The service is overloaded, or we have used what it gives us: HTTP 429, 503.
        BUSY,
        /// The service does not want us: a wrong key, an unknown model. Trying again is in vain
        /// until that is another.
        REFUSED,
        /// The service makes nothing of this audio; of other audio it may. Not of what is spoken
        /// now.
        UNFIT
    }

    /// Opens a connection for one speaker; it can be used at once, what is sent waits until it is
    /// there.
    Connection open(Hints hints, Listener listener);

    /// Closes all connections.
    @Override
    void close();

    /// One connection: utterances one after another, each `begin`, `audio`..., `end`. After its end
    /// calls do nothing.
    interface Connection {
        void begin();

        /// Sends more of the utterance.
        ///
        /// @param samples of the utterance, following those before; read only
        void audio(short[] samples);

        void end();

        /// Ends it at once; [Listener#closed] is told.
        void close();
    }

    /// Told what a connection recognises, one call after another.
    interface Listener {
        /// The service takes audio now.
        void ready();

        /// What was recognised so far of the utterance at hand: all of it, each time.
        void interim(String text);

        /// What was recognised of the oldest utterance that has no result yet; may also come before
        /// its end, and more than once for one.
        void result(String text, @Nullable String language);

        /// The connection will be closed.
        void goAway(long leftMs);

        /// It is over; nothing more is told. Told once.
        void closed(End why);
    }
}
