package live.lyceum.media.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import live.lyceum.media.wire.Datagram.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatagramTest {
    /// The figure of RFC 7983 section 7, range by range.
    @ParameterizedTest
    @CsvSource({
        "0, 3, STUN",
        "4, 19, UNKNOWN",
        "20, 63, DTLS",
        "64, 127, UNKNOWN",
        "128, 191, RTP",
        "192, 255, UNKNOWN",
    })
    void firstByteTells(int from, int to, Kind kind) {
        for (int first = from; first <= to; first++) {
            assertThat(classify(first, 96, 0)).as("first byte %d", first).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 191, RTP", "192, 223, RTCP", "224, 255, RTP"})
    void packetTypeTellsRtcpFromRtp(int from, int to, Kind kind) {
        for (int second = from; second <= to; second++) {
            assertThat(classify(0x80, second, 0)).as("second byte %d", second).isEqualTo(kind);
        }
    }

    @Test
    void lessThanTwoBytesAreNothing() {
        assertThat(classify()).isEqualTo(Kind.UNKNOWN);
        for (int first = 0; first < 256; first++) {
            assertThat(classify(first)).isEqualTo(Kind.UNKNOWN);
        }
    }

    @Test
    void readsFromTheReaderIndexAndLeavesItThere() {
        var datagram = Unpooled.wrappedBuffer(new byte[] {0, 0, (byte) 0x80, (byte) 200});
        datagram.readerIndex(2);

        assertThat(Datagram.classify(datagram)).isEqualTo(Kind.RTCP);
        assertThat(datagram.readerIndex()).isEqualTo(2);
    }

    private static Kind classify(int... bytes) {
        byte[] datagram = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            datagram[i] = (byte) bytes[i];
        }
        return Datagram.classify(Unpooled.wrappedBuffer(datagram));
    }
}
