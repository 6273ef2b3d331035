package live.lyceum.media.wire.stun;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;

/// A connectivity check as it is on the wire (RFC 8445 section 7.1), read by hand and not yet
/// authenticated. Reused; what it tells is of the last `parse` that returned null.
public final class BindingRequest {
    private static final int INTEGRITY_LENGTH = 20;
    private static final int PRIORITY = 0x0024;
    private static final int USE_CANDIDATE = 0x0025;
    private static final int ICE_CONTROLLED = 0x8029;
    // RFC 8489 section 14: types below it must be understood by whoever answers.
    private static final int COMPREHENSION_OPTIONAL = 0x8000;
    // RFC 8489 section 14.3: fewer than 509 bytes; two ufrags of 256 and a colon come to 513.
    private static final int MAX_USERNAME_LENGTH = 513;
    // More than a client can mean: the rest is left out of the answer.
    private static final int MAX_UNKNOWN_ATTRIBUTES = 8;

    private final char[] unknown = new char[MAX_UNKNOWN_ATTRIBUTES];
    private int unknownCount;
    private String username = "";
    private String localUfrag = "";
    private int integrityOffset;
    private boolean useCandidate;
    private boolean iceControlled;

    /// Lends `datagram` and reads all of it at absolute positions. Null: well formed, with USERNAME
    /// and MESSAGE-INTEGRITY. Otherwise `STUN_NOT_A_REQUEST` or `STUN_MALFORMED`. Never throws.
    public @Nullable DropReason parse(ByteBuf datagram) {
        if (!StunPeek.isMessage(datagram)) {
            return DropReason.STUN_MALFORMED;
        }
        if (!StunPeek.isBindingRequest(datagram)) {
            return DropReason.STUN_NOT_A_REQUEST;
        }
        reset();
        int start = datagram.readerIndex();
        int end = datagram.writerIndex();
        int at = start + StunPeek.HEADER_LENGTH;
        // RFC 8489 section 14.5: what follows MESSAGE-INTEGRITY is not covered by it, so nothing of
        // it is used.
        while (integrityOffset == 0 && at < end) {
            if (end - at < StunPeek.ATTRIBUTE_HEADER_LENGTH) {
                return DropReason.STUN_MALFORMED;
            }
            int length = datagram.getUnsignedShort(at + 2);
            int value = at + StunPeek.ATTRIBUTE_HEADER_LENGTH;
            if (StunPeek.padded(length) > end - value
                    || !take(datagram, datagram.getUnsignedShort(at), value, length)) {
                return DropReason.STUN_MALFORMED;
            }
            at = value + StunPeek.padded(length);
        }
        return integrityOffset == 0 || localUfrag.isEmpty() ? DropReason.STUN_MALFORMED : null;
    }

    private boolean take(ByteBuf datagram, int type, int value, int length) {
        switch (type) {
            case StunPeek.USERNAME -> {
                return !username.isEmpty() || takeUsername(datagram, value, length);
            }
            case StunPeek.MESSAGE_INTEGRITY -> {
                integrityOffset = value - StunPeek.ATTRIBUTE_HEADER_LENGTH - datagram.readerIndex();
                return length == INTEGRITY_LENGTH;
            }
            case PRIORITY -> {
                return length == Integer.BYTES;
            }
            case USE_CANDIDATE -> useCandidate = true;
            case ICE_CONTROLLED -> iceControlled = true;
            default -> noteUnknown(type);
        }
        return true;
    }

    private boolean takeUsername(ByteBuf datagram, int value, int length) {
        if (length > MAX_USERNAME_LENGTH) {
            return false;
        }
        String ufrag = StunPeek.ufrag(datagram, value, length);
        if (ufrag == null) {
            return false;
        }
        localUfrag = ufrag;
        username = datagram.toString(value, length, StandardCharsets.UTF_8);
        return true;
    }

    private void noteUnknown(int type) {
        if (type < COMPREHENSION_OPTIONAL && unknownCount < MAX_UNKNOWN_ATTRIBUTES) {
            unknown[unknownCount++] = (char) type;
        }
    }

    private void reset() {
        unknownCount = 0;
        username = "";
        localUfrag = "";
        integrityOffset = 0;
        useCandidate = false;
        iceControlled = false;
    }

    /// USERNAME as sent: our fragment, a colon, the peer's.
    public String username() {
        return username;
    }

    /// Our fragment of the name.
    public String localUfrag() {
        return localUfrag;
    }

    /// Where MESSAGE-INTEGRITY starts, counted from the message's first byte.
    public int integrityOffset() {
        return integrityOffset;
    }

    /// Whether the peer nominates the pair (RFC 8445 section 7.1.2).
    public boolean useCandidate() {
        return useCandidate;
    }

    /// Whether the peer believes to be the controlled agent, as we are.
    public boolean iceControlled() {
        return iceControlled;
    }

    /// Types of attributes that had to be understood and were not; at most 8, empty mostly.
    public char[] unknownAttributes() {
        return Arrays.copyOf(unknown, unknownCount);
    }
}
