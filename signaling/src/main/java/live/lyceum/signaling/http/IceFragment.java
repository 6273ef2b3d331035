package live.lyceum.signaling.http;

import java.util.List;
import java.util.regex.Pattern;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;

/// The body of a PATCH, `application/trickle-ice-sdpfrag` (RFC 8840 section 9). Candidates of a
/// client are not kept: a lite agent learns addresses from checks.
record IceFragment(boolean hasCredentials) {
    private static final Pattern LINE = Pattern.compile("[a-z]=.*");

    /// RFC 8839 section 5.4.
    private static final Pattern UFRAG = Pattern.compile("a=ice-ufrag:[A-Za-z0-9+/]{4,256}");

    private static final Pattern PASSWORD = Pattern.compile("a=ice-pwd:[A-Za-z0-9+/]{22,256}");

    /// What of an answer is about the transport: all of the session's part, the bundle, and the
    /// first m-line, in whose section it stands (RFC 9725 section 4.3.3).
    private static final List<String> KEPT =
            List.of(
                    "a=group:BUNDLE",
                    "a=ice-",
                    "m=",
                    "a=mid:",
                    "a=candidate:",
                    "a=end-of-candidates");

    static IceFragment read(String body) throws ProblemException {
        List<String> lines = body.lines().toList();
        if (lines.isEmpty() || !lines.stream().allMatch(line -> LINE.matcher(line).matches())) {
            throw new ProblemException(Problem.Code.BAD_REQUEST, "The body is no SDP fragment");
        }
        return new IceFragment(
                lines.stream().anyMatch(line -> UFRAG.matcher(line).matches())
                        && lines.stream().anyMatch(line -> PASSWORD.matcher(line).matches()));
    }

    /// The fragment that tells the ICE session of `answer`.
    static String of(String answer) {
        var fragment = new StringBuilder();
        var section = new StringBuilder();
        boolean carriesTransport = false;
        for (String line : answer.lines().toList()) {
            if (line.startsWith("m=")) {
                if (carriesTransport) {
                    break;
                }
                section.setLength(0);
            }
            carriesTransport |= line.startsWith("a=ice-ufrag:");
            if (KEPT.stream().anyMatch(line::startsWith)) {
                boolean ofSession = line.startsWith("a=group:") || line.equals("a=ice-lite");
                (ofSession ? fragment : section).append(line).append("\r\n");
            }
        }
        return fragment.append(section).toString();
    }
}
