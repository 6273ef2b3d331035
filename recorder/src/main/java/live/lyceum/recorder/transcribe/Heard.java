package live.lyceum.recorder.transcribe;

/// What was heard of one speaker: speech only, an utterance after another. Times are epoch
/// microseconds of when it was said.
public sealed interface Heard {
    long atUs();

    /// An utterance begins here, the time before it that may belong to it included.
    ///
    /// @param saidUs when speech is heard in it first
    record Began(long atUs, long saidUs) implements Heard {
        /// Speech from its first sample on.
        public Began(long atUs) {
            this(atUs, atUs);
        }
    }

    /// Audio of the utterance at hand, without a gap to what came before.
    ///
    /// @param samples as [SpeechRecognizer#SAMPLE_RATE_HZ] says; read only
    @SuppressWarnings("ArrayRecordComponent") // lent from hand to hand, never compared
    record Audio(long atUs, short[] samples) implements Heard {}

    /// The utterance is over.
    record Ended(long atUs) implements Heard {}
}
