package live.lyceum.signaling.http;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import live.lyceum.config.HttpSettings;
import live.lyceum.signaling.auth.ApiKeys;
import live.lyceum.signaling.auth.DashboardTokens;
import live.lyceum.signaling.auth.FileUrls;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.auth.ResumeTokens;
import live.lyceum.signaling.auth.SealedAnswers;
import live.lyceum.signaling.receipt.Receipts;
import live.lyceum.signaling.receipt.WayBack;
import live.lyceum.signaling.shell.Recordings;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.SignalingMetrics;
import live.lyceum.signaling.shell.Summaries;
import live.lyceum.signaling.shell.Transcripts;
import live.lyceum.signaling.upload.Uploads;
import live.lyceum.signaling.webhook.Webhooks;

/// What the public port works with.
///
/// @param clock epoch milliseconds
/// @param executor where requests of the REST API run, for example each on a virtual thread
public record HttpParts(
        HttpSettings settings,
        Sessions sessions,
        Rooms rooms,
        Recordings recordings,
        Transcripts transcripts,
        Summaries summaries,
        Receipts receipts,
        WayBack wayBack,
        Webhooks webhooks,
        ApiKeys keys,
        SealedAnswers answers,
        FileUrls fileUrls,
        Uploads uploads,
        LongSupplier clock,
        JoinTokens tokens,
        DashboardTokens dashboardTokens,
        ResumeTokens resumeTokens,
        AttemptLimiter attempts,
        HttpLimits limits,
        Executor executor,
        SignalingMetrics metrics) {
    SecurityHeaders security() {
        return new SecurityHeaders(settings.tls() != null, recordings.filesOrigin());
    }
}
