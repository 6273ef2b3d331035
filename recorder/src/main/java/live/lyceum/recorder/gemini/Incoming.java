package live.lyceum.recorder.gemini;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Puts the pieces of messages together, whether they come as text or as bytes. Owned by the
/// WebSocket's calls, which come one after another.
final class Incoming {
    /// What a message may have: more is no message of this service.
    static final int MAX_BYTES = 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();

    /// Whether the message at hand is longer than it may be; it is lost then.
    private boolean tooLong;

    boolean tooLong() {
        return tooLong;
    }

    /// Takes a piece of text; the message, if this was its last one and it was not too long.
    @Nullable String add(CharSequence piece, boolean last) {
        if (tooLong || text.length() + piece.length() > MAX_BYTES) {
            tooLong = true;
            return null;
        }
        text.append(piece);
        if (!last) {
            return null;
        }
        String message = text.toString();
        text.setLength(0);
        text.trimToSize();
        return message;
    }

    /// Takes a piece of bytes, which it is lent; the message, if this was its last one and it was
    /// not too long.
    @Nullable String add(ByteBuffer piece, boolean last) {
        if (tooLong || bytes.size() + piece.remaining() > MAX_BYTES) {
            tooLong = true;
            return null;
        }
        var copy = new byte[piece.remaining()];
        piece.get(copy);
        bytes.writeBytes(copy);
        if (!last) {
            return null;
        }
        String message = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return message;
    }
}
