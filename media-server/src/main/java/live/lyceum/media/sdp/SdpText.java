package live.lyceum.media.sdp;

import java.util.ArrayList;
import java.util.List;

/// A session description split into its sections (RFC 8866 section 5). Lines other than `m=` and
/// `a=` are read past.
record SdpText(SdpSection session, List<SdpSection> media) {
    private static final int MAX_LENGTH = 256 * 1024;
    private static final int MAX_MEDIA = 64;
    private static final int MAX_LINES = 16_384;

    /// Chrome's longest m-line has about 250. Each m-line looks at the session's too.
    private static final int MAX_ATTRIBUTES = 500;

    static SdpText parse(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw new SdpException("the offer is longer than 256 KiB");
        }
        SdpSection session = SdpSection.session();
        List<SdpSection> media = new ArrayList<>();
        SdpSection current = session;
        int number = 0;
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            String line = withoutReturn(text.substring(at, end < 0 ? text.length() : end));
            at = next;
            number++;
            check(line, number);
            if (line.startsWith("m=")) {
                if (media.size() == MAX_MEDIA) {
                    throw new SdpException("the offer has more than 64 m-lines");
                }
                current = SdpSection.media(line.substring(2), session);
                media.add(current);
            } else if (line.startsWith("a=")) {
                if (current.size() == MAX_ATTRIBUTES) {
                    throw new SdpException(
                            "line %d: a section has more than %d attributes"
                                    .formatted(number, MAX_ATTRIBUTES));
                }
                current.add(line.substring(2));
            }
        }
        if (number == 0) {
            throw new SdpException("the offer is empty");
        }
        return new SdpText(session, media);
    }

    private static void check(String line, int number) throws SdpException {
        if (number == 1 && !line.equals("v=0")) {
            throw new SdpException("the offer does not begin with v=0");
        }
        if (number > MAX_LINES) {
            throw new SdpException("the offer has more than 16384 lines");
        }
        if (line.isEmpty()) {
            throw new SdpException("line " + number + " is empty");
        }
        if (line.length() < 2 || line.charAt(1) != '=' || !isLetter(line.charAt(0))) {
            throw new SdpException("line " + number + " is not of the form <letter>=<value>");
        }
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' && line.charAt(i) != '\t') {
                throw new SdpException("line " + number + " has a control character");
            }
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /// "parsers SHOULD be tolerant and also accept records terminated with a single newline" (RFC
    /// 8866 section 5).
    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
