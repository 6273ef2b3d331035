package live.lyceum.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import live.lyceum.media.wire.DropReason;
import org.junit.jupiter.api.Test;

class RtxTest {
    private final RtpPacket packet = new RtpPacket();

    @Test
    void bringsTheOriginalBackInPlace() {
        parse("b0e1000a89abcdef00000002" + "bede0001" + "10aa0000" + "1234" + "0a0b0c" + "000003");

        assertThat(Rtx.unwrap(packet, 96, 1)).isNull();

        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        packet.buffer(),
                                        packet.offset(),
                                        packet.offset() + packet.length()))
                .isEqualTo(
                        "b0e0123489abcdef00000001" + "bede0001" + "10aa0000" + "0a0b0c" + "000003");
        assertThat(packet.payloadLength()).isEqualTo(3);
        assertThat(packet.extensionLength(1)).isEqualTo(1);
        assertThat(packet.marker()).isTrue();
    }

    @Test
    void anEmptyOriginalIsGood() {
        parse("8061000a89abcdef00000002" + "1234");

        assertThat(Rtx.unwrap(packet, 96, 1)).isNull();

        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.sequenceNumber()).isEqualTo(0x1234);
    }

    @Test
    void aProbeOfPaddingBringsNothing() {
        parse("a061000a89abcdef00000002" + "000003");

        assertThat(Rtx.originalSequenceNumber(packet)).isEqualTo(-1);
        assertThat(Rtx.unwrap(packet, 96, 1)).isEqualTo(DropReason.RTX_MALFORMED);
    }

    private void parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(packet.parse(bytes, 0, bytes.length)).isNull();
    }
}
