package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOverloaded;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.TestPeer;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two who tap one room, each as if it were alone.
class SharedTapsTest {
    private static final RoomId ROOM = new RoomId("ses_sim");
    private static final MediaGate MUTED = new MediaGate(false, true, true);

    /// Notes what it is told.
    private static final class Log implements MediaTap {
        private final Map<Stream, List<Integer>> numbers = new HashMap<>();
        private final List<String> gates = new ArrayList<>();
        private final List<ParticipantId> left = new ArrayList<>();
        private int began;
        private boolean pictures = true;

        @Override
        public boolean takesPictures() {
            return pictures;
        }

        @Override
        public void began(long nowNs) {
            began++;
        }

        @Override
        public void packet(
                Stream stream, int level, byte[] buffer, int offset, int length, long nowNs) {
            var packet = new RtpPacket();
            assertThat(packet.parse(buffer, offset, length)).isNull();
            numbers.computeIfAbsent(stream, _ -> new ArrayList<>()).add(packet.sequenceNumber());
        }

        @Override
        public void report(Stream stream, long ntp, int rtpTimestamp, long nowNs) {}

        @Override
        public void gate(ParticipantId who, Source source, boolean open, long nowNs) {
            gates.add("%s %s %s".formatted(who.value(), source, open));
        }

        @Override
        public void left(ParticipantId who, long nowNs) {
            left.add(who);
        }

        private int packets() {
            return numbers.values().stream().mapToInt(List::size).sum();
        }
    }

    private final SimRoom sim = new SimRoom(3);
    private final Log recorder = new Log();
    private final Log transcriber = new Log();
    private boolean overloaded;
    private @Nullable MediaTap inForce;
    private final SharedTaps taps = new SharedTaps(this::set);
    private final TapPoint first = taps.point();
    private final TapPoint second = taps.point();

    private CompletionStage<Void> set(RoomId room, @Nullable MediaTap tap) {
        assertThat(room).isEqualTo(ROOM);
        if (overloaded) {
            return CompletableFuture.failedStage(new MediaOverloaded());
        }
        inForce = tap;
        sim.room().tap(tap, sim.nowNs());
        return CompletableFuture.completedStage(null);
    }

    private static void tap(TapPoint point, @Nullable MediaTap tap) {
        assertThat(point.tap(ROOM, tap)).isCompleted();
    }

    @Test
    void oneComesAndGoesWithoutTheOther() throws OfferRefused {
        TestPeer ann = sim.peer("ann").join();
        sim.peer("ben").join();
        sim.run(1_000);
        transcriber.pictures = false;
        tap(first, recorder);
        long before = ann.audioSent();
        for (int i = 0; i < 10; i++) {
            sim.run(313);
            tap(second, transcriber);
            sim.run(313);
            tap(second, null);
        }
        sim.run(313);

        assertThat(recorder.began).isEqualTo(1);
        assertThat(transcriber.began).isEqualTo(10);
        recorder.numbers.forEach((stream, numbers) -> {
            for (int i = 1; i < numbers.size(); i++) {
                assertThat(numbers.get(i))
                        .as("packet %d of %s", i, stream)
                        .isEqualTo((numbers.get(i - 1) + 1) & 0xffff);
            }
        });
        List<Integer> mic =
                recorder.numbers.entrySet().stream()
                        .filter(each -> each.getKey().who().equals(ann.id()))
                        .filter(each -> each.getKey().source() == Source.MIC)
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow();
        assertThat((long) mic.size())
                .isBetween(ann.audioSent() - before - 3, ann.audioSent() - before + 3);
        assertThat(transcriber.packets()).isBetween(recorder.packets() / 3, recorder.packets() / 2);
    }

    @Test
    void whoTakesNoPicturesComesAndGoesWithoutKeyframes() throws OfferRefused {
        TestPeer ann = sim.peer("ann").join();
        transcriber.pictures = false;
        sim.run(5_000);
        int before = ann.plisReceived();
        tap(second, transcriber);
        sim.run(2_000);
        assertThat(ann.plisReceived()).as("alone").isEqualTo(before);

        tap(first, recorder);
        sim.run(2_000);
        int asked = ann.plisReceived();
        assertThat(asked).as("for who does").isGreaterThan(before);
        tap(second, null);
        sim.run(2_000);
        tap(second, transcriber);
        sim.run(2_000);
        assertThat(ann.plisReceived()).as("beside one who does").isEqualTo(asked);
    }

    @Test
    void whoComesIsToldHowTheGatesAre() throws OfferRefused {
        sim.peer("ann").join();
        sim.run(1_000);
        tap(first, recorder);
        sim.room().gate(new ParticipantId("ann"), MUTED, sim.nowNs());
        tap(second, transcriber);

        assertThat(transcriber.gates).contains("ann MIC false", "ann CAM true");
        sim.room().leave(new ParticipantId("ann"), sim.nowNs());
        assertThat(recorder.left).hasSize(1);
        assertThat(transcriber.left).hasSize(1);
    }

    @Test
    void whatIsWantedIsKeptWhileTheMediaPlaneIsOverloaded() throws OfferRefused {
        sim.peer("ann").join();
        sim.run(1_000);
        overloaded = true;
        assertThat(first.tap(ROOM, recorder)).isCompletedExceptionally();
        assertThat(second.tap(ROOM, transcriber)).isCompletedExceptionally();
        overloaded = false;
        tap(first, recorder);
        sim.run(1_000);
        assertThat(recorder.packets()).isPositive();

        tap(second, transcriber);
        assertThat(transcriber.began).isEqualTo(1);
        tap(first, null);
        int taken = recorder.packets();
        int heard = transcriber.packets();
        sim.run(1_000);
        assertThat(recorder.packets()).isEqualTo(taken);
        assertThat(transcriber.packets()).isGreaterThan(heard);
        tap(second, null);
        assertThat(inForce).isNull();
    }
}
