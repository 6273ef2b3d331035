package live.lyceum.media.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import live.lyceum.media.wire.rtcp.RtcpHandler;
import live.lyceum.media.wire.rtcp.RtcpReader;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtcp.TransportFeedback;
import org.junit.jupiter.api.Test;

class TransportFeedbackRecorderTest {
    private static final long MS = 1_000_000L;

    /// As a sender sees it: which numbers a packet reported on, and what arrived when.
    private record Told(int base, int statusCount, int number, Map<Integer, Long> arrivedUs) {}

    private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] dst = new byte[1200];
    private final long startNs = -5_000 * MS;

    @Test
    void saysNothingWhileNothingArrived() {
        assertThat(recorder.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        writer.reset(dst, 0, dst.length);
        assertThat(recorder.write(writer, 1, 2, startNs)).isFalse();
        assertThat(writer.length()).isZero();
    }

    @Test
    void tellsArrivalsAndLosses() {
        arrive(10, 0);
        arrive(11, 5);
        arrive(14, 6);

        Told told = tell(100);

        assertThat(told.base()).isEqualTo(10);
        assertThat(told.statusCount()).isEqualTo(5);
        assertThat(told.arrivedUs()).isEqualTo(Map.of(10, 0L, 11, 5000L, 14, 6000L));
        assertThat(recorder.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void lossesBetweenTwoPacketsAreTold() {
        arrive(10, 0);
        tell(100);
        arrive(15, 120);

        Told told = tell(220);

        assertThat(told.base()).isEqualTo(11);
        assertThat(told.statusCount()).isEqualTo(5);
        assertThat(told.number()).isEqualTo(1);
        assertThat(told.arrivedUs()).containsOnlyKeys(15);
    }

    @Test
    void isDue100MsAfterTheFirstAnd50WhenBusy() {
        arrive(0, 0);
        assertThat(recorder.deadlineNs()).isEqualTo(startNs + 100 * MS);
        for (int i = 1; i < 16; i++) {
            arrive(i, i);
        }
        assertThat(recorder.deadlineNs()).isEqualTo(startNs + 50 * MS);
        for (int i = 16; i < 256; i++) {
            arrive(i, 20);
        }
        assertThat(recorder.deadlineNs()).isEqualTo(startNs);
        tell(21);
        arrive(256, 30);
        assertThat(recorder.deadlineNs()).isEqualTo(startNs + 130 * MS);
    }

    @Test
    void aLatePacketIsToldWithAllSince() {
        arrive(10, 0);
        arrive(12, 1);
        tell(100);
        arrive(11, 101);

        Told told = tell(201);

        assertThat(told.base()).isEqualTo(11);
        assertThat(told.arrivedUs()).isEqualTo(Map.of(11, 101_000L, 12, 1000L));
        assertThat(recorder.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPacketBeforeTheFirstIsToldToo() {
        arrive(0, 0);
        arrive(65535, 1);

        Told told = tell(100);

        assertThat(told.base()).isEqualTo(65535);
        assertThat(told.arrivedUs()).isEqualTo(Map.of(65535, 1000L, 0, 0L));
    }

    @Test
    void theFirstOfTwoCounts() {
        arrive(10, 0);
        arrive(10, 7);

        assertThat(tell(100).arrivedUs()).isEqualTo(Map.of(10, 0L));
        arrive(10, 110);
        assertThat(recorder.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void ofAGapOnlyTheEndIsTold() {
        arrive(10, 0);
        tell(100);
        arrive(10 + 0x7fff, 200);

        Told told = tell(300);

        assertThat(told.base()).isEqualTo(10 + 0x7fff - TransportFeedbackRecorder.WINDOW + 1);
        assertThat(told.arrivedUs()).containsOnlyKeys(10 + 0x7fff);
    }

    @Test
    void olderThanTheWindowIsNotNoted() {
        arrive(5000, 0);
        tell(100);
        arrive(5000 - TransportFeedbackRecorder.WINDOW, 200);

        assertThat(recorder.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatLeavesTheWindowUntoldIsForgotten() {
        arrive(0, 0);
        arrive(1, 1);
        arrive(TransportFeedbackRecorder.WINDOW, 2);

        Told told = tell(100);

        assertThat(told.base()).isEqualTo(1);
        assertThat(told.arrivedUs()).containsOnlyKeys(1, TransportFeedbackRecorder.WINDOW);
        assertThat(recorder.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void lateThenAWholeWindowUntold() {
        for (int i = 0; i < 100; i++) {
            arrive(i == 50 ? 0 : i, i);
        }
        tell(100);
        arrive(50, 101);
        arrive(60 + TransportFeedbackRecorder.WINDOW, 102);

        Told told = tell(200);

        assertThat(told.base()).isEqualTo(61);
        assertThat(told.arrivedUs()).hasSize(40);
        assertThat(recorder.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void silenceOfTenSecondsTakesTwoPackets() {
        arrive(1, 0);
        arrive(2, 10_000);

        assertThat(tell(10_001).arrivedUs()).isEqualTo(Map.of(1, 0L));
        assertThat(recorder.deadlineNs()).isLessThanOrEqualTo(startNs + 10_001 * MS);
        assertThat(tell(10_001).arrivedUs()).isEqualTo(Map.of(2, 10_000_000L));
    }

    @Test
    void withoutRoomNothingIsLost() {
        arrive(1, 0);
        writer.reset(dst, 0, 20);
        assertThat(recorder.write(writer, 1, 2, startNs + 100 * MS)).isFalse();

        Told told = tell(101);

        assertThat(told.number()).isZero();
        assertThat(told.arrivedUs()).isEqualTo(Map.of(1, 0L));
    }

    @Test
    void everyArrivalIsToldOnceOverFourTurns() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TransportFeedbackRecorder any = new TransportFeedbackRecorder();
            int first = random.nextInt(65536);
            List<Integer> sent = new ArrayList<>();
            List<Integer> heard = new ArrayList<>();
            for (int i = 0; i < 4 * 65536; i++) {
                long nowNs = startNs + i * MS;
                if (random.nextInt(100) >= 10) {
                    any.onPacket((first + i) & 0xffff, nowNs);
                    sent.add((first + i) & 0xffff);
                }
                while (any.deadlineNs() != Long.MAX_VALUE && any.deadlineNs() - nowNs <= 0) {
                    writer.reset(dst, 0, dst.length);
                    assertThat(any.write(writer, 1, 2, nowNs)).isTrue();
                    heard.addAll(read().arrivedUs().keySet());
                }
            }
            assertThat(heard).as("seed " + seed).isEqualTo(sent.subList(0, heard.size()));
            assertThat(sent.size() - heard.size()).isLessThan(100);
        }
    }

    private void arrive(int sequenceNumber, long atMs) {
        recorder.onPacket(sequenceNumber, startNs + atMs * MS);
    }

    private Told tell(long atMs) {
        writer.reset(dst, 0, dst.length);
        assertThat(recorder.write(writer, 1, 2, startNs + atMs * MS)).isTrue();
        return read();
    }

    private Told read() {
        List<Told> told = new ArrayList<>();
        RtcpHandler handler =
                new RtcpHandler() {
                    @Override
                    public void onTransportFeedback(TransportFeedback feedback) {
                        told.add(copy(feedback));
                    }
                };
        assertThat(new RtcpReader().read(dst, 0, writer.length(), handler)).isNull();
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    private static Told copy(TransportFeedback feedback) {
        Map<Integer, Long> arrivedUs =
                new TreeMap<>((a, b) ->
                        Integer.compare(
                                (a - feedback.baseSequenceNumber()) & 0xffff,
                                (b - feedback.baseSequenceNumber()) & 0xffff));
        while (feedback.next()) {
            arrivedUs.put(feedback.sequenceNumber(), feedback.arrivalUs());
        }
        return new Told(
                feedback.baseSequenceNumber(),
                feedback.statusCount(),
                feedback.feedbackCount(),
                arrivedUs);
    }
}
