package live.lyceum.signaling.http;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.ApiKeys;
import live.lyceum.signaling.auth.BadTokenException;
import live.lyceum.signaling.auth.DashboardTokens;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Role;
import org.jspecify.annotations.Nullable;

/// Finds out whose request it is, and counts those who cannot say. Safe to call from any thread;
/// blocks, for the keys are in a file.
final class Callers {
    private static final int RETRY_S = 10;
    private static final String BEARER = "Bearer ";

    /// What API keys begin with, and no token does.
    private static final String KEY = "rk_";

    private final ApiKeys keys;
    private final JoinTokens joinTokens;
    private final DashboardTokens dashboardTokens;
    private final AttemptLimiter attempts;

    Callers(HttpParts parts) {
        keys = parts.keys();
        joinTokens = parts.tokens();
        dashboardTokens = parts.dashboardTokens();
        attempts = parts.attempts();
    }

    private interface Check<T> {
        @Nullable T of(String token) throws BadTokenException;
    }

    /// Refuses a request without an API key.
    void requireKey(ApiRequest request) throws ProblemException {
        requireFewFailures(request);
        if (keys.identify(request.authorization()) == null) {
            throw unknown(request, "An API key is needed");
        }
    }

    /// What the request's join token for this room says.
    JoinClaims claims(ApiRequest request, RoomId room) throws ProblemException {
        requireFewFailures(request);
        JoinClaims claims = checked(request, joinTokens::verify);
        if (claims == null || !claims.room().equals(room)) {
            throw unknown(request, "A join token is needed");
        }
        return claims;
    }

    /// Refuses a request with neither an API key nor a join token for this room.
    void requireKeyOrSeat(ApiRequest request, RoomId room) throws ProblemException {
        if (hasKey(request)) {
            requireKey(request);
        } else {
            var _ = claims(request, room);
        }
    }

    /// Refuses a request with neither an API key nor a mentor's join token for this room.
    void requireKeyOrMentor(ApiRequest request, RoomId room) throws ProblemException {
        if (hasKey(request)) {
            requireKey(request);
        } else if (claims(request, room).role() != Role.MENTOR) {
            throw new ProblemException(Problem.Code.FORBIDDEN, "Only a mentor may do this");
        }
    }

    private static boolean hasKey(ApiRequest request) {
        String header = request.authorization();
        return header != null && header.startsWith(BEARER + KEY);
    }

    /// Who asks, by a dashboard token or a join token of any room.
    ParticipantId person(ApiRequest request) throws ProblemException {
        requireFewFailures(request);
        ParticipantId owner = checked(request, dashboardTokens::verify);
        if (owner != null) {
            return owner;
        }
        JoinClaims claims = checked(request, joinTokens::verify);
        if (claims == null) {
            throw unknown(request, "A dashboard token or a join token is needed");
        }
        return claims.who();
    }

    private static <T> @Nullable T checked(ApiRequest request, Check<T> check) {
        String header = request.authorization();
        if (header == null || !header.startsWith(BEARER)) {
            return null;
        }
        try {
            return check.of(header.substring(BEARER.length()).strip());
        } catch (BadTokenException bad) {
            // Told as no token at all is.
            return null;
        }
    }

    private void requireFewFailures(ApiRequest request) throws ProblemException {
        if (!attempts.allows(request.address())) {
            throw new ProblemException(
                    new Problem(
                            Problem.Code.RATE_LIMITED,
                            "Too many attempts without a good key or token",
                            List.of(),
                            RETRY_S));
        }
    }

    private ProblemException unknown(ApiRequest request, String needed) {
        attempts.failed(request.address());
        return new ProblemException(Problem.Code.UNAUTHORIZED, needed);
    }
}
