package live.lyceum.media.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server's answer, as far as a peer reads it.
record TestAnswer(String sdp) {
    /// What is sent to the peer on one m-line; `rtxSsrc` 0: no retransmission.
    record Stream(String mid, boolean video, int ssrc, int rtxSsrc) {}

    /// The first group of the first match.
    String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(sdp);
        if (!matcher.find()) {
            throw new IllegalStateException("the answer has no " + pattern);
        }
        return matcher.group(1);
    }

    /// What stands first on an m-line: what the peer is to send there.
    int firstPayloadType(String mid) {
        return Integer.parseInt(
                find("m=video 9 \\S+ (\\d+)[^\\r]*\\r\\nc=[^\\r]*\\r\\na=mid:" + mid + "\\r"));
    }

    List<Stream> streams() {
        List<Stream> streams = new ArrayList<>();
        for (String section : List.of(sdp.split("(?=m=(audio|video))", -1))) {
            Matcher mid = Pattern.compile("a=mid:(\\S+)").matcher(section);
            Matcher fid = Pattern.compile("a=ssrc-group:FID (\\d+) (\\d+)").matcher(section);
            Matcher ssrc = Pattern.compile("a=ssrc:(\\d+) ").matcher(section);
            if (section.startsWith("m=") && mid.find() && ssrc.find()) {
                int rtx = fid.find() ? Integer.parseUnsignedInt(fid.group(2)) : 0;
                int primary = Integer.parseUnsignedInt(ssrc.group(1));
                streams.add(new Stream(mid.group(1), section.startsWith("m=video"), primary, rtx));
            }
        }
        return streams;
    }
}
