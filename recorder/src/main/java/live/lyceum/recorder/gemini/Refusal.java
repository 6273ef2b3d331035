package live.lyceum.recorder.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Locale;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;

/// What an HTTP status that is not 200 means to us: whether it is about all that we ask, or about
/// this one request.
final class Refusal {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int BAD_REQUEST = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private Refusal() {}

    /// @param body that came with it; need not be JSON
    static End of(int status, byte[] body) {
        return switch (status) {
            case TOO_MANY_REQUESTS, UNAVAILABLE -> End.BUSY;
            case REQUEST_TIMEOUT -> End.BROKEN;
            case CONTENT_TOO_LARGE, UNPROCESSABLE -> End.UNFIT;
            case BAD_REQUEST -> isAboutUs(body) ? End.REFUSED : End.UNFIT;
            default -> status / 100 == 4 ? End.REFUSED : End.BROKEN;
        };
    }

    /// Gemini tells by 400 of a key that is wrong or has expired, too, as an `ErrorInfo` with the
    /// reason `API_KEY_INVALID`, and of a country or a contract that it does not serve, as
    /// `FAILED_PRECONDITION` (ai.google.dev/gemini-api/docs/troubleshooting).
    private static boolean isAboutUs(byte[] body) {
        JsonNode error;
        try {
            error = MAPPER.readTree(body).path("error");
        } catch (IOException noJson) {
            return false;
        }
        for (JsonNode each : error.path("details")) {
            if (each.path("reason").asText().startsWith("API_KEY_")) {
                return true;
            }
        }
        String message = error.path("message").asText().toLowerCase(Locale.ROOT);
        return error.path("status").asText().equals("FAILED_PRECONDITION")
                || message.contains("api key");
    }
}
