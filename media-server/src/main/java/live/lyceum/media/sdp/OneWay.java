package live.lyceum.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads an offer as if each m-line went one way only: a WHIP client receives nothing, also where
/// it offers to (RFC 9725 section 4.2), and a viewer or an observer sends nothing.
public final class OneWay {
    private static final Map<String, String> SENDING =
            Map.of("a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive");
    private static final Map<String, String> RECEIVING =
            Map.of("a=sendrecv", "a=recvonly", "a=sendonly", "a=inactive");
    private static final List<String> DIRECTIONS =
            List.of("a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive");

    private OneWay() {}

    /// The offer of a client that sends and does not receive.
    ///
    /// @throws SdpException if no m-line is left that sends
    public static String sending(String offer) throws SdpException {
        return turned(offer, SENDING, "a=sendonly");
    }

    /// The offer of a client that receives and does not send.
    ///
    /// @throws SdpException if no m-line is left that receives
    public static String receiving(String offer) throws SdpException {
        return turned(offer, RECEIVING, "a=recvonly");
    }

    private static String turned(String offer, Map<String, String> turn, String wanted)
            throws SdpException {
        List<String> lines = new ArrayList<>();
        boolean directed = true;
        for (String line : offer.split("\r?\n", -1)) {
            if (line.startsWith("m=")) {
                completeSection(lines, directed, wanted);
                directed = false;
            }
            directed |= DIRECTIONS.contains(line);
            if (!line.isEmpty()) {
                lines.add(turn.getOrDefault(line, line));
            }
        }
        completeSection(lines, directed, wanted);
        if (!lines.contains(wanted)) {
            throw new SdpException("no m-line is " + wanted.substring(2) + " or sendrecv");
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    /// RFC 8866 section 6.7: without a direction it is sendrecv.
    private static void completeSection(List<String> lines, boolean directed, String wanted) {
        if (!directed) {
            lines.add(wanted);
        }
    }
}
