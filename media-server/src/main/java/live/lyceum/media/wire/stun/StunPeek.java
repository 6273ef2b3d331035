package live.lyceum.media.wire.stun;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads whom a check is for before anything costly is done with it: a flood of unknown names must
/// stay cheap.
public final class StunPeek {
    static final int HEADER_LENGTH = 20;
    static final int ATTRIBUTE_HEADER_LENGTH = 4;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    // RFC 8839 section 5.4: 4 to 256 characters; ours have 8.
    private static final int MAX_UFRAG_LENGTH = 256;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int MAGIC_COOKIE = 0x2112A442;

    private StunPeek() {}

    /// The user fragment before the colon of USERNAME (RFC 8445 section 7.2.2), which is ours.
    /// Lends `datagram`, reads at absolute positions, checks no integrity. Null: not a Binding
    /// request, or no such name in it. Never throws.
    public static @Nullable String localUfrag(ByteBuf datagram) {
        if (!isBindingRequest(datagram)) {
            return null;
        }
        int end = datagram.writerIndex();
        int at = datagram.readerIndex() + HEADER_LENGTH;
        while (end - at >= ATTRIBUTE_HEADER_LENGTH) {
            int type = datagram.getUnsignedShort(at);
            int length = datagram.getUnsignedShort(at + 2);
            int value = at + ATTRIBUTE_HEADER_LENGTH;
            if (length > end - value || type == MESSAGE_INTEGRITY) {
                return null;
            }
            if (type == USERNAME) {
                return ufrag(datagram, value, length);
            }
            at = value + padded(length);
        }
        return null;
    }

    /// Whether the header is that of a Binding request and its length that of the datagram (RFC
    /// 8489 section 5).
    static boolean isBindingRequest(ByteBuf datagram) {
        return isMessage(datagram)
                && datagram.getUnsignedShort(datagram.readerIndex()) == BINDING_REQUEST;
    }

    /// Whether the datagram is one whole STUN message by its header.
    static boolean isMessage(ByteBuf datagram) {
        int start = datagram.readerIndex();
        int readable = datagram.readableBytes();
        if (readable < HEADER_LENGTH) {
            return false;
        }
        int length = datagram.getUnsignedShort(start + 2);
        return datagram.getUnsignedByte(start) <= 3
                && datagram.getInt(start + 4) == MAGIC_COOKIE
                && length % 4 == 0
                && length == readable - HEADER_LENGTH;
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }

    static @Nullable String ufrag(ByteBuf datagram, int value, int length) {
        int colon = datagram.indexOf(value, value + length, (byte) ':');
        int ufragLength = colon - value;
        if (ufragLength < 1 || ufragLength > MAX_UFRAG_LENGTH) {
            return null;
        }
        return datagram.toString(value, ufragLength, StandardCharsets.US_ASCII);
    }
}
