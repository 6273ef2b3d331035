package live.lyceum.config;

import java.util.regex.Pattern;

/// A key of the REST API, written `rk_<id>_<secret>`.
///
/// @param id names the key in logs and lists: letters and digits
/// @param secret proves it; never shown by `toString`
public record ApiKey(String id, String secret) {
    private static final Pattern WRITTEN =
            Pattern.compile("rk_(?<id>[A-Za-z0-9]{1,32})_(?<secret>[A-Za-z0-9_-]{16,128})");

    /// Reads `rk_<id>_<secret>`; the secret has 16 to 128 characters of base64url.
    ///
    /// @throws IllegalArgumentException if `written` is something else; its message shows no secret
    public static ApiKey parse(String written) {
        var match = WRITTEN.matcher(written);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "is not rk_<id>_<secret> with an id of letters and digits and a secret of 16 to"
                            + " 128 letters, digits, '-' and '_'");
        }
        return new ApiKey(match.group("id"), match.group("secret"));
    }

    @Override
    public String toString() {
        return "rk_" + id + "_(secret)";
    }
}
