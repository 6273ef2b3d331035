package live.lyceum.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpWriterTest {
    private final RtpWriter writer = new RtpWriter();
    private final byte[] dst = new byte[100];

    @Test
    void writesWithoutExtensions() {
        byte[] payload = {1, 2, 3};

        int length = header().payload(payload, 0, 3).length();

        assertThat(written(length)).isEqualTo("80ef123489abcdeffedcba98" + "010203");
    }

    @Test
    void writesExtensionsAndFillsTheWord() {
        byte[] mid = {'m', '1'};

        int length =
                header().extension(1, (byte) 0x9e)
                        .extension16(3, 0x1f0e)
                        .extension(4, mid, 0, 2)
                        .payload(mid, 1, 1)
                        .length();

        assertThat(written(length))
                .isEqualTo(
                        "90ef123489abcdeffedcba98"
                                + "bede0002"
                                + "109e"
                                + "311f0e"
                                + "416d31"
                                + "31");
    }

    @Test
    void padsTheBlockWithZerosWhateverStoodThere() {
        Arrays.fill(dst, (byte) 0xff);

        int at = header().extension(1, (byte) 0x10).payloadOffset();

        assertThat(written(at - 10))
                .isEqualTo("90ef123489abcdeffedcba98" + "bede0001" + "10100000");
        assertThat(writer.length()).isEqualTo(20);
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] data = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        int length = header().extension(14, data, 0, 16).extension(2, (byte) 7).length();
        RtpPacket packet = new RtpPacket();

        assertThat(packet.parse(dst, 10, length)).isNull();

        assertThat(packet.extensionLength(14)).isEqualTo(16);
        assertThat(dst[packet.extensionOffset(2)]).isEqualTo((byte) 7);
        assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void movesThePayloadWithinOneArray() {
        byte[] payload = {1, 2, 3, 4, 5, 6, 7, 8};
        System.arraycopy(payload, 0, dst, 32, payload.length);

        int length = header().extension(1, (byte) 0x10).payload(dst, 32, payload.length).length();

        assertThat(written(length)).endsWith("10100000" + "0102030405060708");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "15, 1", "16, 1", "1, 0", "1, 17"})
    void refusesWhatTheOneByteFormCannotSay(int id, int length) {
        header();
        assertThatThrownBy(() -> writer.extension(id, new byte[20], 0, length))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private RtpWriter header() {
        return writer.header(dst, 10, true, 111, 0x1234, 0x89abcdef, 0xfedcba98);
    }

    private String written(int length) {
        return HexFormat.of().formatHex(dst, 10, 10 + length);
    }
}
