package live.lyceum.signaling.node;

import java.nio.file.Path;
import java.util.List;
import live.lyceum.config.ApiKey;
import live.lyceum.config.Cidr;
import live.lyceum.config.HttpSettings;
import live.lyceum.config.OpsSettings;
import live.lyceum.config.Settings;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.signaling.http.AttemptLimiter;
import live.lyceum.signaling.http.HttpLimits;
import live.lyceum.signaling.protocol.TranscribedBy;
import live.lyceum.signaling.upload.UploadLimits;
import live.lyceum.signaling.ws.SocketLimits;
import org.jspecify.annotations.Nullable;

/// What a node is to be like.
///
/// @param apiKey from the settings, or null
/// @param dataDir where keys and recordings are kept
/// @param webhooksAllowed addresses inside that webhooks may go to
/// @param attemptsPerMinute failed ones, of one address
/// @param uploads what people may record on their own devices
/// @param recordingsKeptDays after they were made, or null for ever
/// @param transcribedBy who makes text of what is said, or null
/// @param version of the program, for the ops port
public record NodeSettings(
        HttpSettings http,
        OpsSettings ops,
        @Nullable ApiKey apiKey,
        Path dataDir,
        List<Cidr> webhooksAllowed,
        HttpLimits httpLimits,
        SocketLimits socketLimits,
        int attemptsPerMinute,
        UploadLimits uploads,
        @Nullable Integer recordingsKeptDays,
        @Nullable TranscribedBy transcribedBy,
        String version) {
    /// A node with the usual limits.
    public static NodeSettings of(Settings settings, String version) {
        return new NodeSettings(
                settings.http(),
                settings.ops(),
                settings.auth().apiKey(),
                settings.storage().dataDir(),
                settings.webhooks().allow(),
                HttpLimits.DEFAULT.withRequestsPerSecond(settings.auth().apiRate()),
                SocketLimits.DEFAULT,
                AttemptLimiter.DEFAULT_PER_MINUTE,
                UploadLimits.DEFAULT.leaving(settings.recording().minFreeBytes()),
                settings.recording().keepDays(),
                transcribedBy(settings.transcription()),
                version);
    }

    private static @Nullable TranscribedBy transcribedBy(TranscriptionSettings settings) {
        return switch (settings.by()) {
            case GEMINI -> TranscribedBy.GEMINI;
            case PROGRAM -> TranscribedBy.PROGRAM;
            case DEMO -> TranscribedBy.DEMO;
            case null -> null;
        };
    }
}
