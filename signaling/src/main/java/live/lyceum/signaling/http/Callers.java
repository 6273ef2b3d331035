package live.lyceum.signaling.http;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
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

    /// Whose request it is, if they may carry out the operation.
    Caller of(ApiRequest request, Operation.Match match) throws ProblemException {
        Operation operation = match.operation();
        if (operation.access() == Operation.Access.ANYBODY) {
            return new Caller.Nobody();
        }
        requireFewFailures(request);
        return switch (operation.access()) {
            case ANYBODY -> new Caller.Nobody();
            case KEY -> key(request);
            case KEY_OR_MENTOR -> hasKey(request) ? key(request) : mentor(request, match);
            case KEY_OR_SEAT -> hasKey(request) ? key(request) : seat(request, match);
            case SEAT -> seat(request, match);
            case PERSON -> person(request);
        };
    }

    private Caller.Key key(ApiRequest request) throws ProblemException {
        String id = keys.identify(request.authorization());
        if (id == null) {
            throw unknown(request, "An API key is needed");
        }
        return new Caller.Key(id);
    }

    private Caller.Seat seat(ApiRequest request, Operation.Match match) throws ProblemException {
        JoinClaims claims = checked(request, joinTokens::verify);
        if (claims == null || !claims.room().value().equals(match.parameters().get("id"))) {
            throw unknown(request, "A join token is needed");
        }
        return new Caller.Seat(claims);
    }

    private Caller.Seat mentor(ApiRequest request, Operation.Match match) throws ProblemException {
        Caller.Seat seat = seat(request, match);
        if (seat.claims().role() != Role.MENTOR) {
            throw new ProblemException(Problem.Code.FORBIDDEN, "Only a mentor may do this");
        }
        return seat;
    }

    private static boolean hasKey(ApiRequest request) {
        String header = request.authorization();
        return header != null && header.startsWith(BEARER + KEY);
    }

    private Caller.Person person(ApiRequest request) throws ProblemException {
        ParticipantId owner = checked(request, dashboardTokens::verify);
        if (owner != null) {
            return new Caller.Person(owner);
        }
        JoinClaims claims = checked(request, joinTokens::verify);
        if (claims == null) {
            throw unknown(request, "A dashboard token or a join token is needed");
        }
        return new Caller.Person(claims.who());
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
