package live.lyceum.media.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes of one m-line, or of the session before the first, in the order of the text.
/// Mutable only while [SdpText] reads.
final class SdpSection {
    private static final String SESSION = "";
    private static final List<String> DIRECTIONS =
            List.of("sendrecv", "sendonly", "recvonly", "inactive");

    private final String mediaLine;
    private final @Nullable SdpSection session;
    private final List<String> attributes = new ArrayList<>();

    private SdpSection(String mediaLine, @Nullable SdpSection session) {
        this.mediaLine = mediaLine;
        this.session = session;
    }

    static SdpSection session() {
        return new SdpSection(SESSION, null);
    }

    /// `mediaLine` is what follows `m=`.
    static SdpSection media(String mediaLine, SdpSection session) {
        return new SdpSection(mediaLine, session);
    }

    /// `attribute` is what follows `a=`.
    void add(String attribute) {
        attributes.add(attribute);
    }

    /// How many attributes the section itself has.
    int size() {
        return attributes.size();
    }

    /// The words of the m-line: media, port, protocol, formats.
    List<String> mediaWords() {
        return words(mediaLine);
    }

    /// Whether the section itself has the attribute, with a value or without.
    boolean has(String name) {
        return attributes.contains(name) || value(name) != null;
    }

    /// The value of the section's own first attribute of that name, or null.
    @Nullable String value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    /// The values of the section's own attributes of that name.
    List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (String attribute : attributes) {
            if (attribute.length() > name.length()
                    && attribute.charAt(name.length()) == ':'
                    && attribute.startsWith(name)) {
                values.add(attribute.substring(name.length() + 1));
            }
        }
        return values;
    }

    /// The section's own values, or the session's when it has none (RFC 8866 section 5.13).
    List<String> inherited(String name) {
        List<String> own = values(name);
        return own.isEmpty() && session != null ? session.values(name) : own;
    }

    /// Whether the section or the session has the attribute.
    boolean inherits(String name) {
        return has(name) || (session != null && session.has(name));
    }

    /// What the offerer does (RFC 8866 section 6.7), `sendrecv` when neither the section nor the
    /// session says.
    String direction() {
        for (String direction : DIRECTIONS) {
            if (attributes.contains(direction)) {
                return direction;
            }
        }
        return session == null ? "sendrecv" : session.direction();
    }

    /// Splits at single or repeated spaces.
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
