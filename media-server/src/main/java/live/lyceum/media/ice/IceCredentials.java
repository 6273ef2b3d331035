package live.lyceum.media.ice;

import java.util.random.RandomGenerator;

/// User fragment and password of one ICE generation (RFC 8445 section 5.3). The password is never
/// printed.
public record IceCredentials(String ufrag, String password) {
    // ice-char of RFC 8839 section 5.4: 64 of them, 6 bits each.
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // RFC 8445 section 5.3 asks for 24 and 128 bits of randomness; these are 48 and 144.
    private static final int UFRAG_LENGTH = 8;
    private static final int PASSWORD_LENGTH = 24;

    static IceCredentials random(RandomGenerator random) {
        return new IceCredentials(
                characters(random, UFRAG_LENGTH), characters(random, PASSWORD_LENGTH));
    }

    private static String characters(RandomGenerator random, int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }
}
