package live.lyceum.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import live.lyceum.media.wire.Bytes;

/// What is let through to Bouncy Castle, before and after the handshake.
class RecordFilterFuzzTest {
    private static final int HEADER = 13;
    private static final int CLIENT_HELLO = 1;

    @FuzzTest(maxDuration = "60s")
    void records(byte[] datagram) {
        RecordFilter filter = new RecordFilter();
        byte[] first = filter.admit(Unpooled.wrappedBuffer(datagram));
        if (first != null) {
            checkRecords(first, datagram.length);
            assertThat(first[HEADER]).isEqualTo((byte) CLIENT_HELLO);
        }
        filter.onConnected();
        byte[] later = filter.admit(Unpooled.wrappedBuffer(datagram));
        if (later != null) {
            checkRecords(later, datagram.length);
        }
    }

    /// Whole records and nothing else, not more than came.
    private static void checkRecords(byte[] admitted, int most) {
        assertThat(admitted.length).isBetween(HEADER + 1, most);
        int at = 0;
        while (at < admitted.length) {
            assertThat(admitted.length - at).isGreaterThan(HEADER);
            assertThat(admitted[at + 1]).isEqualTo((byte) 0xfe);
            assertThat(admitted[at] & 0xff).isBetween(20, 22);
            assertThat(Bytes.u16(admitted, at + 3)).isBetween(0, 1);
            at += HEADER + Bytes.u16(admitted, at + 11);
        }
        assertThat(at).isEqualTo(admitted.length);
    }
}
