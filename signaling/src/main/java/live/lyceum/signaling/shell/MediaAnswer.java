package live.lyceum.signaling.shell;

import java.util.List;

/// The SDP answer of a resource, and the entity tag of its ICE session (RFC 9725 section 4.3.1).
public record MediaAnswer(String sdp, String tag) {
    private static final String UFRAG = "a=ice-ufrag:";
    private static final List<String> TRANSPORT =
            List.of(UFRAG, "a=ice-pwd:", "a=fingerprint:", "a=setup:");

    /// The user fragment names an ICE session, and nothing else has to be kept.
    static MediaAnswer of(String sdp) {
        String tag =
                sdp.lines()
                        .filter(line -> line.startsWith(UFRAG))
                        .map(line -> line.substring(UFRAG.length()))
                        .findFirst()
                        .orElse(Integer.toHexString(sdp.hashCode()));
        return new MediaAnswer(inEachSection(sdp), tag);
    }

    /// Some clients, aiortc among them, look for the transport in each m-line, though in a bundle
    /// the first one's is everybody's (RFC 9143 section 7.3.1): so it is repeated.
    private static String inEachSection(String sdp) {
        List<String> transport =
                sdp.lines().filter(line -> TRANSPORT.stream().anyMatch(line::startsWith)).toList();
        var text = new StringBuilder();
        boolean missing = false;
        for (String line : sdp.lines().toList()) {
            missing = line.startsWith("m=") ? !line.contains(" 0 ") : missing;
            text.append(line).append("\r\n");
            // The first section has it already, behind its mid.
            if (missing && line.startsWith("a=mid:") && text.indexOf(UFRAG) >= 0) {
                transport.forEach(each -> text.append(each).append("\r\n"));
            }
        }
        return text.toString();
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
