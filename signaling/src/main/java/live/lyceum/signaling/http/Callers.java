package live.lyceum.signaling.http;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.ApiKeys;
import live.lyceum.signaling.auth.BadTokenException;
import live.lyceum.signaling.auth.DashboardTokens;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.Scope;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.shell.Sessions;
import org.jspecify.annotations.Nullable;

/// Finds out whose request it is, and counts those who cannot say. Safe to call from any thread;
/// blocks, for keys and sessions are in the store.
final class Callers {
    private static final int RETRY_S = 10;

    /// What API keys begin with, and no token does.
    private static final String KEY = "rk_";

    private final ApiKeys keys;
    private final JoinTokens joinTokens;
    private final DashboardTokens dashboardTokens;
    private final AttemptLimiter attempts;
    private final Sessions sessions;

    Callers(HttpParts parts) {
        keys = parts.keys();
        joinTokens = parts.tokens();
        dashboardTokens = parts.dashboardTokens();
        attempts = parts.attempts();
        sessions = parts.sessions();
    }

    private interface Check<T> {
        @Nullable T of(String token) throws BadTokenException;
    }

    /// Whose request it is, if they may carry out the operation.
    Caller of(ApiRequest request, Operation.Match match) throws ProblemException {
        Operation operation = match.operation();
        return switch (operation.access()) {
            case ANYBODY -> new Caller.Nobody();
            case KEY -> key(request, operation);
            case KEY_OR_MENTOR ->
                    hasKey(request) ? key(request, operation) : mentor(request, match);
            case KEY_OR_SEAT -> hasKey(request) ? key(request, operation) : seat(request, match);
            case SEAT -> seat(request, match);
            case RECORDER -> recorder(request);
            case PERSON -> person(request);
        };
    }

    private Caller.Key key(ApiRequest request, Operation operation) throws ProblemException {
        // Who fails too often asks the database nothing; keys that were good lately are found
        // anyway.
        AccessKey key = keys.identify(request.bearer(), attempts.allows(request.address()));
        if (key == null) {
            throw unknown(request, "An API key is needed");
        }
        Scope needed = operation.scope();
        if (needed != null && !key.scopes().contains(needed)) {
            throw new ProblemException(
                    Problem.Code.FORBIDDEN,
                    "This key has not the scope %s".formatted(needed.written()));
        }
        return new Caller.Key(key);
    }

    private Caller.Seat seat(ApiRequest request, Operation.Match match) throws ProblemException {
        JoinClaims claims = checked(request, joinTokens::verify);
        // Where the path names no session, what it names is looked up with its session.
        String room = match.parameters().get("id");
        if (claims == null || (room != null && !claims.room().value().equals(room))) {
            throw unknown(request, "A join token is needed");
        }
        // The room itself tells who comes with media.
        if (match.operation() != Operation.SAY_BYE && !match.operation().ofMedia()) {
            requireNotPutOut(sessions, claims.room(), claims.who());
        }
        return new Caller.Seat(claims);
    }

    /// Blocks.
    static void requireNotPutOut(Sessions sessions, RoomId room, ParticipantId who)
            throws ProblemException {
        if (sessions.isPutOut(room, who).toCompletableFuture().join()) {
            throw new ProblemException(Problem.Code.FORBIDDEN, "A mentor removed you");
        }
    }

    private Caller.Seat recorder(ApiRequest request) throws ProblemException {
        JoinClaims claims = checked(request, joinTokens::verifyLate);
        if (claims == null) {
            throw unknown(request, "A join token is needed");
        }
        if (!claims.mayRecord()) {
            throw new ProblemException(
                    Problem.Code.FORBIDDEN, "This token does not allow to record");
        }
        requireNotPutOut(sessions, claims.room(), claims.who());
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
        String written = request.bearer();
        return written != null && written.startsWith(KEY);
    }

    private Caller.Person person(ApiRequest request) throws ProblemException {
        DashboardTokens.Owner owner = checked(request, dashboardTokens::verify);
        if (owner != null) {
            return new Caller.Person(owner.tenant(), owner.who());
        }
        JoinClaims claims = checked(request, joinTokens::verify);
        TenantId tenant = claims == null ? null : tenant(claims.room());
        if (claims == null || tenant == null) {
            throw unknown(request, "A dashboard token or a join token is needed");
        }
        return new Caller.Person(tenant, claims.who());
    }

    /// Whose a session is; null for an unknown one.
    private @Nullable TenantId tenant(RoomId room) {
        return sessions.find(room)
                .toCompletableFuture()
                .join()
                .map(found -> found.plan().tenant())
                .orElse(null);
    }

    private static <T> @Nullable T checked(ApiRequest request, Check<T> check) {
        String written = request.bearer();
        if (written == null) {
            return null;
        }
        try {
            return check.of(written);
        } catch (BadTokenException bad) {
            // Told as no token at all is.
            return null;
        }
    }

    private ProblemException unknown(ApiRequest request, String needed) {
        if (!attempts.allows(request.address())) {
            return new ProblemException(
                    new Problem(
                            Problem.Code.RATE_LIMITED,
                            "Too many attempts without a good key or token",
                            List.of(),
                            RETRY_S));
        }
        attempts.failed(request.address());
        return new ProblemException(Problem.Code.UNAUTHORIZED, needed);
    }
}
