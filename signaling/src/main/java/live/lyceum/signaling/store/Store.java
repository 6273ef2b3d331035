package live.lyceum.signaling.store;

/// All that a server keeps, in one place.
public interface Store
        extends EventStore,
                SessionStore,
                SeatStore,
                FeedbackStore,
                ChainStore,
                KeyStore,
                AnswerStore,
                Checkpoints {
    /// Where what is kept for webhooks is found.
    WebhookStore webhooks();

    /// Where recordings are found.
    RecordingStore recordings();

    /// Where it is noted which sessions have a transcript.
    TranscriptStore transcripts();

    /// Where summaries are found.
    SummaryStore summaries();
}
