package live.lyceum.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import live.lyceum.media.wire.DropReason;

class RtpFuzzTest {
    private static final int BEFORE = 5;
    private static final byte[] HEADER = {
        (byte) 0x90, (byte) 0xef, 0x12, 0x34, 1, 2, 3, 4, 5, 6, 7, 8
    };

    private final RtpPacket packet = new RtpPacket();

    @FuzzTest(maxDuration = "60s")
    void packet(byte[] bytes) {
        byte[] around = inTheMiddle(bytes);
        if (parsed(around, bytes.length)) {
            checkExtensions();
            checkRewriting(around);
        }
    }

    /// A good header, then a profile, a block of extension elements of whole words, and a payload
    /// of one byte: nothing of the payload may be taken for an element.
    @FuzzTest(maxDuration = "60s")
    void extensions(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        int words = Math.min((bytes.length - 2) / 4, 350);
        byte[] whole = Arrays.copyOf(HEADER, HEADER.length + 4 + 4 * words + 1);
        whole[HEADER.length] = bytes[0];
        whole[HEADER.length + 1] = bytes[1];
        whole[HEADER.length + 2] = (byte) (words >> 8);
        whole[HEADER.length + 3] = (byte) words;
        System.arraycopy(bytes, 2, whole, HEADER.length + 4, 4 * words);
        byte[] around = inTheMiddle(whole);
        if (parsed(around, whole.length)) {
            assertThat(packet.payloadLength()).isEqualTo(1);
            checkExtensions();
            checkRewriting(around);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void retransmission(byte[] bytes) {
        byte[] around = inTheMiddle(bytes);
        if (!parsed(around, bytes.length)) {
            return;
        }
        byte[] payload = payload();
        int header = packet.headerLength();
        int marked = packet.buffer()[packet.offset()];
        int padding = packet.paddingLength();
        DropReason reason = Rtx.unwrap(packet, 96, 77);
        if (payload.length < Rtx.OSN_LENGTH) {
            assertThat(reason).isEqualTo(DropReason.RTX_MALFORMED);
            return;
        }
        assertThat(reason).isNull();
        assertThat(packet.sequenceNumber())
                .isEqualTo((payload[0] & 0xff) << 8 | (payload[1] & 0xff));
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.ssrc()).isEqualTo(77);
        assertThat(packet.headerLength()).isEqualTo(header);
        assertThat(packet.paddingLength()).isEqualTo(padding);
        assertThat(packet.buffer()[packet.offset()]).isEqualTo((byte) marked);
        assertThat(payload()).isEqualTo(Arrays.copyOfRange(payload, 2, payload.length));
    }

    private boolean parsed(byte[] around, int length) {
        byte[] before = around.clone();
        DropReason reason = packet.parse(around, BEFORE, length);
        assertThat(around).isEqualTo(before);
        assertThat(reason).isIn(null, DropReason.RTP_MALFORMED, DropReason.RTP_BAD_EXTENSION);
        if (reason != null) {
            return false;
        }
        assertThat(packet.headerLength()).isBetween(RtpPacket.FIXED_HEADER_LENGTH, length);
        assertThat(packet.payloadLength()).isNotNegative();
        assertThat(packet.headerLength() + packet.payloadLength() + packet.paddingLength())
                .isEqualTo(length);
        return true;
    }

    private void checkExtensions() {
        for (int id = 1; id < 256; id++) {
            int at = packet.extensionOffset(id);
            int length = packet.extensionLength(id);
            if (at < 0) {
                assertThat(length).isEqualTo(-1);
            } else {
                assertThat(packet.hasExtension()).isTrue();
                assertThat(length).isBetween(0, 255);
                assertThat(at).isGreaterThan(BEFORE + RtpPacket.FIXED_HEADER_LENGTH + 4);
                assertThat(at + length).isLessThanOrEqualTo(packet.payloadOffset());
            }
        }
    }

    /// To write what was read changes nothing, and to write something else no other byte.
    private void checkRewriting(byte[] around) {
        byte[] before = around.clone();
        packet.marker(packet.marker());
        packet.payloadType(packet.payloadType());
        packet.sequenceNumber(packet.sequenceNumber());
        packet.timestamp(packet.timestamp());
        packet.ssrc(packet.ssrc());
        assertThat(around).isEqualTo(before);

        packet.sequenceNumber(0xabcd);
        packet.timestamp(0x89abcdef);
        packet.ssrc(0xfedcba98);
        assertThat(packet.sequenceNumber()).isEqualTo(0xabcd);
        assertThat(packet.timestamp()).isEqualTo(0x89abcdef);
        assertThat(packet.ssrc()).isEqualTo(0xfedcba98);
        int fixed = BEFORE + RtpPacket.FIXED_HEADER_LENGTH;
        assertThat(Arrays.copyOfRange(around, fixed, around.length))
                .isEqualTo(Arrays.copyOfRange(before, fixed, before.length));
    }

    private byte[] payload() {
        int at = packet.payloadOffset();
        return Arrays.copyOfRange(packet.buffer(), at, at + packet.payloadLength());
    }

    private static byte[] inTheMiddle(byte[] bytes) {
        byte[] around = new byte[BEFORE + bytes.length + 3];
        Arrays.fill(around, (byte) 0x5a);
        System.arraycopy(bytes, 0, around, BEFORE, bytes.length);
        return around;
    }
}
