package live.lyceum.media.sdp;

import java.util.List;
import java.util.Locale;
import live.lyceum.media.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/// The client's side of the transport: ICE credentials and certificate.
record TransportOffer(IceRemote ice, Fingerprint fingerprint) {
    /// RFC 8122 section 5, the preferred first, with the lengths of their values in bytes.
    private static final List<Hash> HASHES =
            List.of(new Hash("sha-256", 32), new Hash("sha-384", 48), new Hash("sha-512", 64));

    /// RFC 8445 section 10, RFC 8838 section 3.
    private static final List<String> ICE_OPTIONS = List.of("ice2", "trickle");

    private record Hash(String name, int length) {}

    static TransportOffer parse(SdpSection tagged) throws SdpException {
        String ufrag = first(tagged, "ice-ufrag");
        String password = first(tagged, "ice-pwd");
        if (ufrag == null || password == null) {
            throw new SdpException("the offer has no a=ice-ufrag or no a=ice-pwd");
        }
        // RFC 8839 section 5.4
        if (!Tokens.isIceText(ufrag, 4, 256)) {
            throw new SdpException("a=ice-ufrag is not 4 to 256 characters of [A-Za-z0-9+/]");
        }
        if (!Tokens.isIceText(password, 22, 256)) {
            throw new SdpException("a=ice-pwd is not 22 to 256 characters of [A-Za-z0-9+/]");
        }
        checkSetup(first(tagged, "setup"));
        // RFC 9143 section 9.3: of category IDENTICAL, so it may stand in this section alone.
        if (!tagged.inherits("rtcp-mux")) {
            throw new SdpException("the offer has no a=rtcp-mux");
        }
        return new TransportOffer(
                new IceRemote(ufrag, password, options(tagged)), fingerprint(tagged));
    }

    private static List<String> options(SdpSection tagged) {
        String offered = first(tagged, "ice-options");
        List<String> options = offered == null ? List.of() : SdpSection.words(offered);
        return ICE_OPTIONS.stream().filter(options::contains).toList();
    }

    /// RFC 8842 section 5.2; we answer passive, so the client must be willing to be active.
    private static void checkSetup(@Nullable String setup) throws SdpException {
        if (setup == null) {
            throw new SdpException("the offer has no a=setup");
        }
        if (!setup.equals("actpass") && !setup.equals("active")) {
            throw new SdpException("a=setup must be actpass or active: this server is passive");
        }
    }

    private static Fingerprint fingerprint(SdpSection tagged) throws SdpException {
        List<String> offered = tagged.inherited("fingerprint");
        if (offered.isEmpty()) {
            throw new SdpException("the offer has no a=fingerprint");
        }
        for (Hash hash : HASHES) {
            for (String value : offered) {
                List<String> words = SdpSection.words(value);
                if (words.size() == 2 && words.getFirst().equalsIgnoreCase(hash.name())) {
                    return new Fingerprint(hash.name(), checkedHex(words.get(1), hash));
                }
            }
        }
        throw new SdpException("a=fingerprint is none of sha-256, sha-384, sha-512");
    }

    /// RFC 8122 section 5: pairs of hexadecimal digits with colons between.
    private static String checkedHex(String value, Hash hash) throws SdpException {
        String upper = value.toUpperCase(Locale.ROOT);
        boolean good = upper.length() == 3 * hash.length() - 1;
        for (int i = 0; good && i < upper.length(); i++) {
            char c = upper.charAt(i);
            good = i % 3 == 2 ? c == ':' : Tokens.isDigit(c) || (c >= 'A' && c <= 'F');
        }
        if (!good) {
            throw new SdpException("a=fingerprint has not the form of " + hash.name());
        }
        return upper;
    }

    private static @Nullable String first(SdpSection section, String name) {
        List<String> values = section.inherited(name);
        return values.isEmpty() ? null : values.getFirst();
    }
}
