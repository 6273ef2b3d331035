package live.lyceum.signaling.protocol;

import java.util.List;
import java.util.Map;

/// Why a REST request was refused (RFC 9457).
///
/// @param detail for the integrator's developer; repeats no secret
/// @param errors which fields are wrong; empty unless the code is `INVALID`
/// @param retryAfterS for the `Retry-After` header, or 0 for none
/// @param more members of its own (RFC 9457 section 3.2)
public record Problem(
        Code code,
        String detail,
        List<FieldError> errors,
        int retryAfterS,
        Map<String, Integer> more) {
    public Problem {
        errors = List.copyOf(errors);
        more = Map.copyOf(more);
    }

    public Problem(Code code, String detail, List<FieldError> errors, int retryAfterS) {
        this(code, detail, errors, retryAfterS, Map.of());
    }

    public Problem(Code code, String detail) {
        this(code, detail, List.of(), 0);
    }

    /// What is wrong with one field of a body.
    public record FieldError(String field, String message) {}

    /// The kinds of problems.
    public enum Code {
        BAD_REQUEST(400, "The request cannot be read"),
        INVALID(422, "Some fields are not valid"),
        UNAUTHORIZED(401, "Who asks is not known"),
        FORBIDDEN(403, "Not allowed"),
        NOT_FOUND(404, "There is no such thing"),
        METHOD_NOT_ALLOWED(405, "Not with this method"),
        NOT_ACCEPTABLE(406, "Nothing offered can be served"),
        CONFLICT(409, "Not as things stand"),
        STALE(412, "It has changed since"),
        TOO_LARGE(413, "The body is too large"),
        UNSUPPORTED_MEDIA_TYPE(415, "The body is of another type"),
        PRECONDITION_REQUIRED(428, "If-Match is needed"),
        IDEMPOTENCY_KEY_REUSED(422, "This Idempotency-Key was used for something else"),
        TIMEOUT(408, "The request did not come in time"),
        RATE_LIMITED(429, "Too many requests"),
        UNAVAILABLE(503, "Too much to do just now"),
        NOT_AVAILABLE(501, "Not available on this server"),
        INSUFFICIENT_STORAGE(507, "There is no room for it"),
        INTERNAL(500, "Something went wrong here");

        private final int status;
        private final String title;

        Code(int status, String title) {
            this.status = status;
            this.title = title;
        }

        public int status() {
            return status;
        }

        public String title() {
            return title;
        }
    }
}
