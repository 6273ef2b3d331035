package live.lyceum.signaling.shell;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import live.lyceum.media.api.MediaOverloaded;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is told of an error at the borders: words for what the other side can mend, nothing of what
/// only we can. The one place that decides it.
public final class Told {
    static final long RETRY_MS = 500;
    private static final int RETRY_S = 60;
    private static final int SERVER_ERROR = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Told.class);

    private Told() {}

    /// A refused request on a WebSocket.
    public static Reply.Refusal refusal(Throwable error) {
        return switch (cause(error)) {
            case OfferRefused refused ->
                    new Reply.Refusal(
                            code(refused), String.valueOf(refused.getMessage()), retryMs(refused));
            case MediaOverloaded overloaded -> busy();
            case RoomException exception -> busy();
            case Throwable other -> {
                log(other);
                yield new Reply.Refusal(ErrorCode.INTERNAL, "Something went wrong here");
            }
        };
    }

    /// A queue is full.
    public static Reply.Refusal busy() {
        return new Reply.Refusal(ErrorCode.BUSY, "Too much to do, try again", RETRY_MS);
    }

    static Reply.Refusal tooMany(long retryMs) {
        return new Reply.Refusal(ErrorCode.RATE_LIMITED, "Too many changes", retryMs);
    }

    static Reply.Refusal notJoined() {
        return new Reply.Refusal(ErrorCode.NOT_JOINED, "Join first");
    }

    static Reply.Refusal opReused() {
        return new Reply.Refusal(ErrorCode.OP_REUSED, "This op was used with another body");
    }

    static Reply.Refusal refusal(RoomEvent.Refused refused) {
        long retryMs = refused.code() == ErrorCode.BUSY ? RETRY_MS : 0;
        return new Reply.Refusal(refused.code(), refused.message(), retryMs);
    }

    private static ErrorCode code(OfferRefused refused) {
        return switch (refused.reason()) {
            case BAD_SDP, NOTHING_IN_COMMON -> ErrorCode.BAD_SDP;
            case STALE_GENERATION -> ErrorCode.STALE_GEN;
            case BUSY -> ErrorCode.BUSY;
        };
    }

    private static long retryMs(OfferRefused refused) {
        return refused.reason() == OfferRefused.Reason.BUSY ? RETRY_MS : 0;
    }

    /// How a WebSocket ends that could not be let into its room.
    public static CloseCode closeCode(Throwable error) {
        if (cause(error) instanceof RoomException exception) {
            return switch (exception.reason()) {
                case UNKNOWN_SESSION -> CloseCode.NO_SESSION;
                case TAKEN_OVER -> CloseCode.TAKEN_OVER;
                case REMOVED -> CloseCode.FORBIDDEN;
                case ENDED -> CloseCode.ENDED;
                case BUSY -> CloseCode.TOO_MANY_MESSAGES;
                case RETIRED -> CloseCode.INTERNAL;
            };
        }
        if (!(cause(error) instanceof StoreException)) {
            log(cause(error));
        }
        return CloseCode.INTERNAL;
    }

    /// Why the room refused what was asked of it from outside.
    static ProblemException refused(RoomEvent.Refused refused) {
        Problem.Code code =
                switch (refused.code()) {
                    case ENDED -> Problem.Code.CONFLICT;
                    case BAD_REQUEST -> Problem.Code.NOT_FOUND;
                    case FORBIDDEN -> Problem.Code.FORBIDDEN;
                    // What the request was made of is not there any more.
                    case STALE_GEN -> Problem.Code.STALE;
                    case UNKNOWN_TYPE,
                            OP_REUSED,
                            NOT_JOINED,
                            RATE_LIMITED,
                            BAD_SDP,
                            BUSY,
                            INTERNAL ->
                            Problem.Code.UNAVAILABLE;
                };
        return new ProblemException(code, refused.message());
    }

    /// Whether the request was refused: nothing happened, and nothing will of the same again.
    public static boolean isRefusal(Throwable error) {
        return switch (cause(error)) {
            case ProblemException exception -> exception.problem().code().status() < SERVER_ERROR;
            case RoomException exception ->
                    exception.reason() == RoomException.Reason.UNKNOWN_SESSION;
            case Throwable other -> false;
        };
    }

    /// A refused REST request.
    ///
    /// @param requestId what the log is to have it under
    public static Problem problem(Throwable error, String requestId) {
        return switch (cause(error)) {
            case ProblemException exception -> exception.problem();
            case RoomException exception
                    when exception.reason() == RoomException.Reason.UNKNOWN_SESSION ->
                    new Problem(Problem.Code.NOT_FOUND, "There is no such session");
            case RoomException exception when exception.reason() == RoomException.Reason.ENDED ->
                    new Problem(Problem.Code.NOT_FOUND, "The session is over");
            case StoreException store when store.reason() == StoreException.Reason.TOO_SLOW ->
                    new Problem(
                            Problem.Code.UNAVAILABLE,
                            "That takes too long: look for longer words, or for more of them",
                            List.of(),
                            1);
            // The store has said why in the log.
            case StoreException store -> unavailable();
            case ResourceException exception -> problem(exception.reason());
            case OfferRefused refused -> problem(refused);
            case MediaOverloaded overloaded -> unavailable();
            case TimeoutException late -> unavailable();
            case RoomException exception -> unavailable();
            case Throwable other -> {
                LOG.error("unexpected, in {}", requestId, other);
                yield new Problem(Problem.Code.INTERNAL, "The log has more under the request id");
            }
        };
    }

    private static Problem problem(ResourceException.Reason reason) {
        return switch (reason) {
            case GONE -> new Problem(Problem.Code.NOT_FOUND, "There is no such resource any more");
            case OTHER_TAG ->
                    new Problem(Problem.Code.STALE, "If-Match names an earlier ICE session");
            case TOO_MANY_VIEWERS ->
                    new Problem(
                            Problem.Code.RATE_LIMITED,
                            "A token has at most 8 WHEP resources, and a room 64",
                            List.of(),
                            RETRY_S);
            case TOO_OFTEN ->
                    new Problem(
                            Problem.Code.RATE_LIMITED,
                            "Too many new resources of this token",
                            List.of(),
                            1);
            case REMOVED -> new Problem(Problem.Code.FORBIDDEN, "A mentor removed you");
            case ROOM_FULL ->
                    new Problem(Problem.Code.UNAVAILABLE, "The room is full", List.of(), RETRY_S);
            case OVERTAKEN ->
                    new Problem(
                            Problem.Code.UNAVAILABLE,
                            "Another connection of this seat came in between",
                            List.of(),
                            1);
        };
    }

    private static Problem problem(OfferRefused refused) {
        String why = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case BAD_SDP -> new Problem(Problem.Code.BAD_REQUEST, why);
            case NOTHING_IN_COMMON -> new Problem(Problem.Code.NOT_ACCEPTABLE, why);
            case STALE_GENERATION -> problem(ResourceException.Reason.GONE);
            case BUSY -> unavailable();
        };
    }

    private static Problem unavailable() {
        return new Problem(Problem.Code.UNAVAILABLE, "Try again", List.of(), 1);
    }

    private static Throwable cause(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void log(Throwable error) {
        LOG.error("unexpected", error);
    }
}
