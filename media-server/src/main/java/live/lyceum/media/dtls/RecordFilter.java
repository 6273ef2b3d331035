package live.lyceum.media.dtls;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Lets through only records that a client can mean at this point. Before the keys are there
/// nothing in DTLS is authentic: one forged alert or misshapen message would end the handshake for
/// good (RFC 6347 section 4.1.2.7 wants such records discarded and the association kept). Owned by
/// the media loop.
final class RecordFilter {
    private static final int RECORD_HEADER_LENGTH = 13;
    private static final int MESSAGE_HEADER_LENGTH = 12;
    private static final int MAX_MESSAGE_LENGTH = 1 << 14;
    // DTLS counts versions down from 0xFEFF.
    private static final int VERSION_MAJOR = 0xFE;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int CERTIFICATE = 11;
    private static final int CERTIFICATE_VERIFY = 15;
    private static final int CLIENT_KEY_EXCHANGE = 16;

    private static final int FINISHED_LENGTH = MESSAGE_HEADER_LENGTH + 12;
    private static final int GCM_OVERHEAD = 8 + 16;
    private static final int CHACHA20_OVERHEAD = 16;

    private boolean connected;
    private boolean sawClientHello;
    private boolean sawCertificateVerify;

    /// Lends `datagram`, reads at absolute positions. Gives the records that may pass, in order and
    /// as one datagram; null if there are none. The first to pass is a ClientHello. Never throws.
    byte @Nullable [] admit(ByteBuf datagram) {
        int start = datagram.readerIndex();
        int end = datagram.writerIndex();
        byte[] admitted = new byte[end - start];
        int count = 0;
        int at = start;
        while (end - at >= RECORD_HEADER_LENGTH) {
            int length = datagram.getUnsignedShort(at + 11);
            int next = at + RECORD_HEADER_LENGTH + length;
            // What comes behind a record that is cut off or of another protocol cannot be found.
            if (next > end || datagram.getUnsignedByte(at + 1) != VERSION_MAJOR) {
                break;
            }
            if (length > 0 && mayPass(datagram, at, length)) {
                datagram.getBytes(at, admitted, count, next - at);
                count += next - at;
            }
            at = next;
        }
        return count == 0 ? null : Arrays.copyOf(admitted, count);
    }

    /// From now on what does not decrypt does no harm, and alerts have a meaning.
    void onConnected() {
        connected = true;
    }

    private boolean mayPass(ByteBuf datagram, int record, int length) {
        int type = datagram.getUnsignedByte(record);
        int epoch = datagram.getUnsignedShort(record + 3);
        int body = record + RECORD_HEADER_LENGTH;
        if (epoch == 1) {
            return connected
                    ? type == HANDSHAKE || type == ALERT
                    : sawCertificateVerify && type == HANDSHAKE && isFinished(length);
        }
        if (epoch != 0) {
            return false;
        }
        return switch (type) {
            case HANDSHAKE -> areFromClient(datagram, body, body + length);
            // Bouncy Castle changes keys for it at once. If it has overtaken CertificateVerify,
            // that message could not be
            // read any more; the client will send the whole flight again.
            case CHANGE_CIPHER_SPEC ->
                    sawCertificateVerify && length == 1 && datagram.getByte(body) == 1;
            default -> false;
        };
    }

    /// Whether the record holds nothing but well-formed fragments of messages that a client sends
    /// in the clear.
    private boolean areFromClient(ByteBuf datagram, int start, int end) {
        boolean hello = sawClientHello;
        boolean verify = sawCertificateVerify;
        int at = start;
        while (at < end) {
            if (end - at < MESSAGE_HEADER_LENGTH) {
                return false;
            }
            int type = datagram.getUnsignedByte(at);
            int length = datagram.getUnsignedMedium(at + 1);
            int fragmentEnd =
                    datagram.getUnsignedMedium(at + 6) + datagram.getUnsignedMedium(at + 9);
            int next = at + MESSAGE_HEADER_LENGTH + datagram.getUnsignedMedium(at + 9);
            if (next > end || length > MAX_MESSAGE_LENGTH || fragmentEnd > length) {
                return false;
            }
            hello |= type == CLIENT_HELLO;
            verify |= type == CERTIFICATE_VERIFY && fragmentEnd == length;
            if (!hello || !isFromClient(type)) {
                return false;
            }
            at = next;
        }
        sawClientHello = hello;
        sawCertificateVerify = verify;
        return true;
    }

    /// Until the handshake is complete Bouncy Castle gives it up for any record it cannot decrypt.
    /// All that the client can mean then is Finished: 24 bytes, and what the cipher adds (RFC 5288
    /// section 3, RFC 7905 section 2).
    private static boolean isFinished(int length) {
        return length == FINISHED_LENGTH + GCM_OVERHEAD
                || length == FINISHED_LENGTH + CHACHA20_OVERHEAD;
    }

    private static boolean isFromClient(int type) {
        return switch (type) {
            case CLIENT_HELLO, CERTIFICATE, CLIENT_KEY_EXCHANGE, CERTIFICATE_VERIFY -> true;
            default -> false;
        };
    }
}
