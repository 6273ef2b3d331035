package live.lyceum.signaling.http;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import org.jspecify.annotations.Nullable;

/// What all requests of the REST API are asked alike.
final class Requests {
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private Requests() {}

    /// A page of a list.
    ///
    /// @param next what the page after it begins behind, or null at the end
    record Page<T>(List<T> items, @Nullable String next) {
        /// The page of `limit` that begins a list which was asked for one more.
        static <T> Page<T> of(List<T> found, int limit, Function<T, String> id) {
            boolean more = found.size() > limit;
            List<T> items = more ? found.subList(0, limit) : found;
            return new Page<>(items, more ? id.apply(items.getLast()) : null);
        }
    }

    /// Refuses what comes too often.
    static void charge(KeyedRate rate, String key, String refusal) throws ProblemException {
        int waitS = rate.charge(key);
        if (waitS > 0) {
            throw new ProblemException(
                    new Problem(Problem.Code.RATE_LIMITED, refusal, List.of(), waitS));
        }
    }

    /// The body, which has to say that it is JSON.
    static String json(Call call) throws ProblemException {
        requireType(call.request(), "application/json");
        return call.request().body();
    }

    /// The body of a change, which has to say that it is a merge patch (RFC 7396), or JSON.
    static String patch(Call call) throws ProblemException {
        if (!mediaType(call.request()).equals(MERGE_PATCH)) {
            requireType(call.request(), "application/json");
        }
        return call.request().body();
    }

    /// Refuses a request that does not say what it was made of, or says something else (RFC 9110
    /// section 13.1.1).
    static void requireMatch(ApiRequest request, String etag) throws ProblemException {
        String given = request.ifMatch();
        if (given == null) {
            throw new ProblemException(
                    Problem.Code.PRECONDITION_REQUIRED, "Send If-Match with the ETag, or *");
        }
        boolean same =
                Stream.of(given.split(",", -1))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || each.equals(etag));
        if (!same) {
            throw new ProblemException(Problem.Code.STALE, "It has changed since: read it again");
        }
    }

    static void requireType(ApiRequest request, String wanted) throws ProblemException {
        if (!mediaType(request).equals(wanted)) {
            throw new ProblemException(Problem.Code.UNSUPPORTED_MEDIA_TYPE, "Send " + wanted);
        }
    }

    private static String mediaType(ApiRequest request) {
        String type = request.contentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    static RoomId room(String written) throws ProblemException {
        if (!Ids.valid(written)) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such session");
        }
        return new RoomId(written);
    }

    /// The room behind which a page begins, or null for the first page.
    static @Nullable RoomId after(ApiRequest request) throws ProblemException {
        String after = request.parameter("after");
        if (after != null && !Ids.valid(after)) {
            throw new ProblemException(Problem.Code.BAD_REQUEST, "after is not the next of a page");
        }
        return after == null ? null : new RoomId(after);
    }

    /// How many a page is to have.
    static int limit(ApiRequest request) throws ProblemException {
        String written = request.parameter("limit");
        int limit = written == null ? PAGE : (int) Math.min(number(written), Integer.MAX_VALUE);
        if (limit < 1 || limit > MAX_PAGE) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST, "limit is not a number from 1 to " + MAX_PAGE);
        }
        return limit;
    }

    /// A whole number in digits of ASCII; -1 for anything else.
    static long number(String written) {
        return DIGITS.matcher(written).matches() ? Long.parseLong(written) : -1;
    }
}
