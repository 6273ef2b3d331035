package live.lyceum.signaling.shell;

/// The SDP answer of a resource, and the entity tag of its ICE session (RFC 9725 section 4.3.1).
public record MediaAnswer(String sdp, String tag) {
    private static final String UFRAG = "a=ice-ufrag:";

    /// The user fragment names an ICE session, and nothing else has to be kept.
    static MediaAnswer of(String sdp) {
        String tag =
                sdp.lines()
                        .filter(line -> line.startsWith(UFRAG))
                        .map(line -> line.substring(UFRAG.length()))
                        .findFirst()
                        .orElse(Integer.toHexString(sdp.hashCode()));
        return new MediaAnswer(sdp, tag);
    }

    /// Leaves out the SDP.
    @Override
    public String toString() {
        return "MediaAnswer[%s]".formatted(tag);
    }

    /// Whether an m-line of this kind was taken: a rejected one has port 0 (RFC 3264 section 6).
    boolean takes(String kind) {
        return sdp.lines()
                .anyMatch(line ->
                        line.startsWith("m=" + kind + " ")
                                && !line.startsWith("m=" + kind + " 0 "));
    }
}
