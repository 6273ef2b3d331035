package live.lyceum.recorder.gemini;

import java.util.Locale;
import java.util.stream.Stream;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;

/// What the ways in which the service ends connections mean to us.
final class Ends {
    private static final int INVALID = 1007;
    private static final int POLICY = 1008;
    private static final int SERVER_ERROR = 1011;

    private Ends() {}

    /// Of an HTTP status that is not 101.
    static End ofHandshake(int status) {
        return switch (status) {
            case 400, 401, 403, 404 -> End.REFUSED;
            case 429, 503 -> End.BUSY;
            default -> End.BROKEN;
        };
    }

    /// Of a WebSocket's close (RFC 6455 section 7.4.1). A wrong key or model is told by 1007 and
    /// 1008 before the service is ready; later they are about what was said, which another
    /// connection may bring through. An end that was announced is none of these, whatever it comes
    /// with.
    ///
    /// @param reason in the service's words: it tells by 1011 of a quota that is used up
    static End ofClose(int code, String reason, boolean ready, boolean announced) {
        if (announced) {
            return End.EXPIRED;
        }
        return switch (code) {
            case INVALID, POLICY -> ready ? End.BROKEN : End.REFUSED;
            case SERVER_ERROR -> saysBusy(reason) ? End.BUSY : End.BROKEN;
            default -> End.BROKEN;
        };
    }

    private static boolean saysBusy(String reason) {
        String words = reason.toLowerCase(Locale.ROOT);
        return Stream.of("quota", "exhausted", "overloaded").anyMatch(words::contains);
    }
}
