package live.lyceum.config;

/// Everything the operator chose, validated; immutable, and without secrets in its `toString`.
///
/// @param demo make a demo session at the start
public record Settings(
        HttpSettings http,
        OpsSettings ops,
        MediaSettings media,
        AuthSettings auth,
        StorageSettings storage,
        WebhookSettings webhooks,
        RecordingSettings recording,
        TranscriptionSettings transcription,
        SummarySettings summary,
        boolean demo) {}
