package live.lyceum.media.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropReason;

/// One target for each type of packet, whose header is right, and one for whole datagrams.
class RtcpFuzzTest {
    private static final int MAX_WORDS = 350;
    private static final int BEFORE = 5;

    private final RtcpReader reader = new RtcpReader();

    @FuzzTest(maxDuration = "60s")
    void compound(byte[] datagram) {
        check(datagram);
    }

    @FuzzTest(maxDuration = "60s")
    void senderReport(byte[] bytes) {
        check(packet(PacketType.SENDER_REPORT, countIn(bytes), bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void receiverReport(byte[] bytes) {
        check(packet(PacketType.RECEIVER_REPORT, countIn(bytes), bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void sourceDescription(byte[] bytes) {
        check(packet(PacketType.SOURCE_DESCRIPTION, countIn(bytes), bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void bye(byte[] bytes) {
        check(packet(PacketType.BYE, countIn(bytes), bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void nack(byte[] bytes) {
        check(packet(PacketType.TRANSPORT_FEEDBACK, PacketType.FORMAT_NACK, bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void pli(byte[] bytes) {
        check(packet(PacketType.PAYLOAD_FEEDBACK, PacketType.FORMAT_PLI, bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void fir(byte[] bytes) {
        check(packet(PacketType.PAYLOAD_FEEDBACK, PacketType.FORMAT_FIR, bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void remb(byte[] bytes) {
        check(packet(PacketType.PAYLOAD_FEEDBACK, PacketType.FORMAT_APPLICATION, bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void transportFeedback(byte[] bytes) {
        check(packet(PacketType.TRANSPORT_FEEDBACK, PacketType.FORMAT_TRANSPORT_WIDE, bytes));
    }

    private void check(byte[] packet) {
        RtcpLog log = read(packet, (byte) 0);
        // What is told depends on nothing around the packet, and is no more than it has room for:
        // the smallest of anything told by its own is 4 bytes, an arrival one.
        assertThat(read(packet, (byte) 0xff).lines).isEqualTo(log.lines);
        assertThat(log.lines.size()).isLessThanOrEqualTo(packet.length / 4);
        int said = log.lines.stream().mapToInt(String::length).sum();
        assertThat(said).isLessThanOrEqualTo(200 * log.lines.size() + 100 * packet.length);

        Rewriter rewriter = new Rewriter();
        reader.read(packet, 0, packet.length, rewriter);
        byte[] again = rewriter.written();
        if (again.length > 0) {
            assertThat(read(again, (byte) 0).lines).isEqualTo(rewritable(log.lines));
        }
    }

    private static List<String> rewritable(List<String> lines) {
        return lines.stream().filter(line -> !line.matches("(twcc|remb|unknown) .*")).toList();
    }

    private RtcpLog read(byte[] packet, byte around) {
        byte[] array = new byte[BEFORE + packet.length + 64];
        Arrays.fill(array, around);
        System.arraycopy(packet, 0, array, BEFORE, packet.length);
        byte[] before = array.clone();
        RtcpLog log = new RtcpLog();
        DropReason reason = reader.read(array, BEFORE, packet.length, log);
        assertThat(reason).isIn(null, DropReason.RTCP_MALFORMED);
        assertThat(array).isEqualTo(before);
        return log;
    }

    private static int countIn(byte[] bytes) {
        return bytes.length == 0 ? 0 : bytes[bytes.length - 1] & 0x1f;
    }

    /// The last byte of `bytes`, which may be part of no word, says whether there is padding.
    private static byte[] packet(int type, int count, byte[] bytes) {
        int words = Math.min(bytes.length / 4, MAX_WORDS);
        boolean padded = bytes.length % 4 == 1 && bytes[bytes.length - 1] < 0;
        byte[] packet = new byte[4 + 4 * words];
        packet[0] = (byte) (0x80 | (padded ? 0x20 : 0) | count);
        packet[1] = (byte) type;
        Bytes.put16(packet, 2, words);
        System.arraycopy(bytes, 0, packet, 4, 4 * words);
        return packet;
    }

    /// Writes again what it is told, as far as there is a writer for it.
    private static final class Rewriter implements RtcpHandler {
        private final byte[] bytes = new byte[1 << 20];
        private final RtcpWriter writer = new RtcpWriter();

        Rewriter() {
            writer.reset(bytes, 0, bytes.length);
        }

        byte[] written() {
            return Arrays.copyOf(bytes, writer.length());
        }

        @Override
        public void onSenderReport(
                int ssrc, long ntp, int rtpTimestamp, int packetCount, int octetCount) {
            assertThat(writer.senderReport(ssrc, ntp, rtpTimestamp, packetCount, octetCount))
                    .isTrue();
        }

        @Override
        public void onReportBlock(int reporterSsrc, ReportBlock block) {
            assertThat(writer.receiverReport(reporterSsrc)).isTrue();
            assertThat(writer.reportBlock(block)).isTrue();
        }

        @Override
        public void onNack(int senderSsrc, int mediaSsrc, int pid, int blp) {
            int[] numbers = new int[17];
            int count = 0;
            numbers[count++] = pid;
            for (int i = 0; i < 16; i++) {
                if ((blp >> i & 1) != 0) {
                    numbers[count++] = (pid + 1 + i) & 0xffff;
                }
            }
            assertThat(writer.nack(senderSsrc, mediaSsrc, numbers, count)).isTrue();
        }

        @Override
        public void onPli(int senderSsrc, int mediaSsrc) {
            assertThat(writer.pli(senderSsrc, mediaSsrc)).isTrue();
        }

        @Override
        public void onFir(int senderSsrc, int targetSsrc, int sequenceNumber) {
            assertThat(writer.fir(senderSsrc, targetSsrc, sequenceNumber)).isTrue();
        }

        @Override
        public void onBye(int ssrc) {
            assertThat(writer.bye(ssrc)).isTrue();
        }
    }
}
