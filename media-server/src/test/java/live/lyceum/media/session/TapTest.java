package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.TestPeer;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

/// What a tap of a room gets: all that passes the gates, and nothing else.
class TapTest {
    private static final MediaGate MUTED = new MediaGate(false, true, true);

    private record Taken(MediaTap.Stream stream, int level, int sequenceNumber, long atNs) {}

    /// Notes what it is told.
    private static final class Log implements MediaTap {
        private final List<Taken> packets = new ArrayList<>();
        private final List<Stream> reported = new ArrayList<>();
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
            assertThat(packet.ssrc()).isEqualTo(stream.ssrc());
            packets.add(new Taken(stream, level, packet.sequenceNumber(), nowNs));
        }

        @Override
        public void report(Stream stream, long ntp, int rtpTimestamp, long nowNs) {
            reported.add(stream);
        }

        @Override
        public void gate(ParticipantId who, Source source, boolean open, long nowNs) {
            gates.add("%s %s %s".formatted(who, source, open));
        }

        @Override
        public void left(ParticipantId who, long nowNs) {
            left.add(who);
        }

        private long count(String who, Source source) {
            return packets.stream()
                    .map(Taken::stream)
                    .filter(each -> each.who().value().equals(who) && each.source() == source)
                    .count();
        }
    }

    private final SimRoom sim = new SimRoom(3);
    private final Log log = new Log();

    @Test
    void allThatPassesIsTakenOnce() throws OfferRefused {
        TestPeer ann = sim.peer("ann").join();
        sim.peer("ben").join();
        sim.run(1_000);
        sim.room().tap(log, sim.nowNs());
        long before = ann.audioSent();
        sim.run(3_000);
        // What is on the way is not there yet.
        assertThat(log.count("ann", Source.MIC))
                .isBetween(ann.audioSent() - before - 3, ann.audioSent() - before);
        assertThat(log.count("ann", Source.CAM)).isPositive();
        assertThat(log.count("ben", Source.MIC)).isPositive();
        assertThat(log.began).isEqualTo(1);
        assertThat(log.packets).doesNotHaveDuplicates();
        assertThat(log.reported)
                .extracting(MediaTap.Stream::source)
                .contains(Source.MIC, Source.CAM);
        assertThat(log.packets)
                .filteredOn(each -> each.stream().source() == Source.CAM)
                .extracting(each -> each.stream().codec())
                .containsOnly("VP8");
    }

    @Test
    void howLoudAMicrophoneIsIsTold() throws OfferRefused {
        TestPeer ann = sim.peer("ann").join();
        ann.speak(30);
        sim.room().tap(log, sim.nowNs());
        sim.run(1_000);
        assertThat(log.packets)
                .filteredOn(each -> each.stream().source() == Source.MIC)
                .extracting(Taken::level)
                .containsOnly(30);
        assertThat(log.packets)
                .filteredOn(each -> each.stream().source() == Source.CAM)
                .extracting(Taken::level)
                .containsOnly(MediaTap.NO_LEVEL);
    }

    @Test
    void whatIsMutedIsNotTaken() throws OfferRefused {
        sim.peer("ann").join();
        sim.room().tap(log, sim.nowNs());
        sim.run(1_000);
        sim.room().gate(new ParticipantId("ann"), MUTED, sim.nowNs());
        long muted = log.count("ann", Source.MIC);
        long camera = log.count("ann", Source.CAM);
        sim.run(1_000);

        assertThat(log.count("ann", Source.MIC)).isEqualTo(muted).isPositive();
        assertThat(log.count("ann", Source.CAM)).isGreaterThan(camera);
        assertThat(log.gates).contains("ann MIC true", "ann MIC false");
        sim.room().gate(new ParticipantId("ann"), MediaGate.OPEN, sim.nowNs());
        sim.run(1_000);
        assertThat(log.count("ann", Source.MIC)).isGreaterThan(muted);
    }

    @Test
    void whoComesLaterIsTakenToo() throws OfferRefused {
        sim.room().tap(log, sim.nowNs());
        sim.peer("ann").join();
        sim.run(1_000);
        TestPeer ben = sim.peer("ben").join();
        sim.run(1_000);
        assertThat(log.count("ben", Source.MIC)).isPositive();

        sim.room().leave(ben.id(), sim.nowNs());
        assertThat(log.left).containsExactly(ben.id());
    }

    @Test
    void onlyWhoTakesPicturesAsksForKeyframes() throws OfferRefused {
        TestPeer ann = sim.peer("ann").join();
        sim.run(5_000);
        int before = ann.plisReceived();
        log.pictures = false;
        sim.room().tap(log, sim.nowNs());
        sim.run(2_000);
        assertThat(ann.plisReceived()).isEqualTo(before);

        sim.room().tap(null, sim.nowNs());
        log.pictures = true;
        sim.room().tap(log, sim.nowNs());
        sim.run(2_000);
        assertThat(ann.plisReceived()).isGreaterThan(before);
    }

    @Test
    void aRoomThatIsNotTappedAnyMoreTellsNothing() throws OfferRefused {
        sim.peer("ann").join();
        sim.room().tap(log, sim.nowNs());
        sim.run(1_000);
        sim.room().tap(null, sim.nowNs());
        int taken = log.packets.size();
        sim.run(1_000);

        assertThat(log.packets).hasSize(taken);
    }
}
