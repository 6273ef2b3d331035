package live.lyceum.media.srtp;

import java.security.GeneralSecurityException;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import live.lyceum.media.wire.SsrcTable;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.utils.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Protects what one transport sends and unprotects what it receives, in place (RFC 3711, RFC
/// 7714). Owned by its media loop. All four calls lend the array and return the new length, or a
/// negative number that `dropReason` translates; after a negative one the packet's bytes are of no
/// use.
///
/// A sender never protects one sequence number twice: with AES-GCM that would give the key away.
/// What is sent again goes by RTX, or as the bytes that were made the first time.
public final class SrtpTransport {
    /// Bytes that must be free behind a packet to protect: the longest tag and RTCP's index.
    public static final int MAX_TAIL = 20;

    private static final int MAX_RECEIVE_STREAMS = 64;
    private static final int RTP_HEADER_LENGTH = 12;
    private static final int RTCP_HEADER_LENGTH = 8;
    private static final int RTCP_INDEX_LENGTH = 4;

    private final int tagLength;
    private final int rtcpIndexFromEnd;
    private final PacketView packet = new PacketView();
    private final SrtpContexts sending;
    private final SrtpContexts receiving;
    private final SsrcTable<SrtpCryptoContext> rtpOut = new SsrcTable<>();
    private final SsrcTable<SrtcpCryptoContext> rtcpOut = new SsrcTable<>();
    private final SsrcTable<SrtpCryptoContext> rtpIn = new SsrcTable<>();
    private final SsrcTable<SrtcpCryptoContext> rtcpIn = new SsrcTable<>();

    /// The context the next unknown SSRC is tried with. Session keys are the same for all SSRCs
    /// (RFC 3711 section 4.3) and a packet that fails leaves no trace in it, so a flood of SSRCs
    /// costs one authentication each and no memory.
    private @Nullable SrtpCryptoContext rtpCandidate;

    private @Nullable SrtcpCryptoContext rtcpCandidate;

    /// `client`: whether we were the DTLS client, which decides whose keys are whose.
    public SrtpTransport(SrtpKeys keys, boolean client) {
        SrtpProfile profile = keys.profile();
        var ofClient = new SrtpContexts(profile, client, keys.clientKey(), keys.clientSalt());
        var ofServer = new SrtpContexts(profile, !client, keys.serverKey(), keys.serverSalt());
        sending = client ? ofClient : ofServer;
        receiving = client ? ofServer : ofClient;
        tagLength = SrtpContexts.tagLength(profile);
        rtcpIndexFromEnd =
                switch (profile) {
                    case AEAD_AES_128_GCM, AEAD_AES_256_GCM ->
                            RTCP_INDEX_LENGTH; // RFC 7714 section 9.2
                    case AES128_CM_HMAC_SHA1_80 ->
                            tagLength + RTCP_INDEX_LENGTH; // RFC 3711 section 3.4
                };
    }

    /// Why a call returned the negative number `result`.
    public static DropReason dropReason(int result) {
        return switch (result) {
            case Result.AUTHENTICATION -> DropReason.SRTP_AUTHENTICATION;
            case Result.REPLAY -> DropReason.SRTP_REPLAY;
            case Result.STREAM_LIMIT -> DropReason.SRTP_STREAM_LIMIT;
            case Result.RTP_MALFORMED -> DropReason.RTP_MALFORMED;
            case Result.RTCP_MALFORMED -> DropReason.RTCP_MALFORMED;
            default -> DropReason.SRTP_PROTECT_FAILED;
        };
    }

    /// The negative results.
    private static final class Result {
        static final int AUTHENTICATION = -1;
        static final int REPLAY = -2;
        static final int STREAM_LIMIT = -3;
        static final int RTP_MALFORMED = -4;
        static final int RTCP_MALFORMED = -5;
        static final int PROTECT_FAILED = -6;
    }

    /// Prepares for an SSRC the peer has signaled, so that its first packet need not wait for a
    /// context. SSRCs that are not signaled are learned from their first authentic packet. Beyond
    /// 64 streams nothing is prepared.
    public void allowSsrc(int ssrc) {
        if (rtpIn.get(ssrc) == null && rtpIn.size() < MAX_RECEIVE_STREAMS) {
            rtpIn.put(ssrc, receiving.rtp(ssrc));
        }
    }

    /// Authenticates and decrypts the RTP packet in `buffer[offset, offset + length)`. A replayed
    /// or too old packet is told from one that is not authentic; a 65th stream is refused.
    public int unprotectRtp(byte[] buffer, int offset, int length) {
        if (length < RTP_HEADER_LENGTH + tagLength
                || rtpHeaderLength(buffer, offset, length) > length - tagLength) {
            return Result.RTP_MALFORMED;
        }
        int ssrc = Bytes.i32(buffer, offset + 8);
        SrtpCryptoContext context = rtpIn.get(ssrc);
        if (context != null) {
            return received(unprotect(context, packet.over(buffer, offset, length)));
        }
        if (rtpIn.size() >= MAX_RECEIVE_STREAMS) {
            return Result.STREAM_LIMIT;
        }
        context = rtpCandidate != null ? rtpCandidate : receiving.rtp(ssrc);
        rtpCandidate = context;
        SrtpErrorStatus status = unprotect(context, packet.over(buffer, offset, length));
        if (status == SrtpErrorStatus.OK) {
            rtpIn.put(ssrc, context);
            rtpCandidate = null;
        }
        return received(status);
    }

    /// Authenticates and decrypts the compound RTCP packet in `buffer[offset, offset + length)`.
    public int unprotectRtcp(byte[] buffer, int offset, int length) {
        if (length < RTCP_HEADER_LENGTH + RTCP_INDEX_LENGTH + tagLength) {
            return Result.RTCP_MALFORMED;
        }
        // RFC 8827 section 6.5 forbids media in the clear; with the E flag off only the
        // authentication would be left.
        if (buffer[offset + length - rtcpIndexFromEnd] >= 0) {
            return Result.AUTHENTICATION;
        }
        int ssrc = Bytes.i32(buffer, offset + 4);
        SrtcpCryptoContext context = rtcpIn.get(ssrc);
        if (context != null) {
            return received(unprotect(context, packet.over(buffer, offset, length)));
        }
        if (rtcpIn.size() >= MAX_RECEIVE_STREAMS) {
            return Result.STREAM_LIMIT;
        }
        context = rtcpCandidate != null ? rtcpCandidate : receiving.rtcp(ssrc);
        rtcpCandidate = context;
        SrtpErrorStatus status = unprotect(context, packet.over(buffer, offset, length));
        if (status == SrtpErrorStatus.OK) {
            rtcpIn.put(ssrc, context);
            rtcpCandidate = null;
        }
        return received(status);
    }

    /// Encrypts the RTP packet in `buffer[offset, offset + length)` and appends its tag; `MAX_TAIL`
    /// bytes behind it must be free. Fails for a packet older than the newest 64 of its SSRC, and
    /// for one that was protected before.
    public int protectRtp(byte[] buffer, int offset, int length) {
        if (length < RTP_HEADER_LENGTH
                || rtpHeaderLength(buffer, offset, length) > length
                || buffer.length - offset - length < MAX_TAIL) {
            return Result.PROTECT_FAILED;
        }
        int ssrc = Bytes.i32(buffer, offset + 8);
        SrtpCryptoContext context = rtpOut.get(ssrc);
        if (context == null) {
            context = sending.rtp(ssrc);
            rtpOut.put(ssrc, context);
        }
        try {
            return sent(
                    context.transformPacket(packet.over(buffer, offset, length)),
                    length + tagLength);
        } catch (GeneralSecurityException e) {
            return Result.PROTECT_FAILED;
        }
    }

    /// Encrypts the compound RTCP packet in `buffer[offset, offset + length)` and appends index and
    /// tag; `MAX_TAIL` bytes behind it must be free.
    public int protectRtcp(byte[] buffer, int offset, int length) {
        if (length < RTCP_HEADER_LENGTH || buffer.length - offset - length < MAX_TAIL) {
            return Result.PROTECT_FAILED;
        }
        int ssrc = Bytes.i32(buffer, offset + 4);
        SrtcpCryptoContext context = rtcpOut.get(ssrc);
        if (context == null) {
            context = sending.rtcp(ssrc);
            rtcpOut.put(ssrc, context);
        }
        try {
            return sent(
                    context.transformPacket(packet.over(buffer, offset, length)),
                    length + tagLength + RTCP_INDEX_LENGTH);
        } catch (GeneralSecurityException e) {
            return Result.PROTECT_FAILED;
        }
    }

    private static SrtpErrorStatus unprotect(SrtpCryptoContext context, ByteArrayBuffer packet) {
        try {
            return context.reverseTransformPacket(packet, false);
        } catch (GeneralSecurityException e) {
            return SrtpErrorStatus.AUTH_FAIL;
        }
    }

    private static SrtpErrorStatus unprotect(SrtcpCryptoContext context, ByteArrayBuffer packet) {
        try {
            return context.reverseTransformPacket(packet);
        } catch (GeneralSecurityException e) {
            return SrtpErrorStatus.AUTH_FAIL;
        }
    }

    private int received(SrtpErrorStatus status) {
        return switch (status) {
            case OK -> packet.getLength();
            case REPLAY_FAIL, REPLAY_OLD -> Result.REPLAY;
            case FAIL, AUTH_FAIL, INVALID_PACKET -> Result.AUTHENTICATION;
        };
    }

    private int sent(SrtpErrorStatus status, int expectedLength) {
        // The library says OK even when AES-GCM has failed; then no tag was added.
        return status == SrtpErrorStatus.OK && packet.getLength() == expectedLength
                ? expectedLength
                : Result.PROTECT_FAILED;
    }

    /// With CSRCs and header extension (RFC 3550 section 5.1), which stay in the clear;
    /// `Integer.MAX_VALUE`: cut off.
    private static int rtpHeaderLength(byte[] buffer, int offset, int length) {
        int header = RTP_HEADER_LENGTH + 4 * (buffer[offset] & 0x0F);
        if ((buffer[offset] & 0x10) == 0) {
            return header;
        }
        if (header + 4 > length) {
            return Integer.MAX_VALUE;
        }
        return header + 4 + 4 * Bytes.u16(buffer, offset + header + 2);
    }
}
