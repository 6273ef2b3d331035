package live.lyceum.signaling.ws;

import java.util.function.LongSupplier;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.auth.ResumeTokens;
import live.lyceum.signaling.http.AttemptLimiter;
import live.lyceum.signaling.http.OriginPolicy;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.SignalingMetrics;

/// What every WebSocket works with.
///
/// @param nanoClock monotonic nanoseconds
public record SocketParts(
        Rooms rooms,
        JoinTokens tokens,
        ResumeTokens resumeTokens,
        OriginPolicy origins,
        AttemptLimiter attempts,
        SocketLimits limits,
        LongSupplier nanoClock,
        SignalingMetrics metrics) {}
