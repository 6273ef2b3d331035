package live.lyceum.app;

import java.util.List;
import java.util.regex.Pattern;

/// Takes out of a log line what must not be in a log: tokens, keys, ICE passwords and addresses.
/// What people wrote and what they are called never gets this far: the types that hold it leave it
/// out of their `toString`.
final class Redaction {
    /// One group of an IPv6 address (RFC 4291 section 2.2).
    private static final String HEX = "[0-9a-f]{1,4}";

    private record Rule(Pattern pattern, String replacement) {}

    private static final List<Rule> RULES =
            List.of(
                    rule("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*", "(token)"),
                    rule("rk_([A-Za-z0-9]{1,32})_[A-Za-z0-9_-]{8,}", "rk_$1_(secret)"),
                    rule("whsec_[A-Za-z0-9+/=_-]+", "whsec_(secret)"),
                    rule(
                            "(?i)(bearer|(?<![a-z])t=|token[=:]|secret[=:]|password[=:])\\s*[^\\s,;&\"]+",
                            "$1(secret)"),
                    rule("(?i)(ice-pwd|ice-ufrag):\\S+", "$1:(secret)"),
                    rule("(?i)candidate:[^\\r\\n\"]+", "(candidate)"),
                    rule("(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\d.])", "(address)"),
                    rule("(?i)(?<![\\w:])(?:H:){7}H(?![\\w:])".replace("H", HEX), "(address)"),
                    rule(
                            "(?i)(?<![\\w:])(?:H(?::H)*)?::(?:H(?::H)*)?(?![\\w:])"
                                    .replace("H", HEX),
                            "(address)"));

    private Redaction() {}

    private static Rule rule(String pattern, String replacement) {
        return new Rule(Pattern.compile(pattern), replacement);
    }

    /// The text without secrets and addresses.
    static String of(String text) {
        String redacted = text;
        for (Rule rule : RULES) {
            redacted = rule.pattern().matcher(redacted).replaceAll(rule.replacement());
        }
        return redacted;
    }
}
