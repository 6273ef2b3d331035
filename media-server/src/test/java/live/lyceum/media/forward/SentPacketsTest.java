package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentPacketsTest {
    private final SentPackets sent = new SentPackets();
    private final PublicationLayer layer = new PublicationLayer(0, true, () -> {});

    @Test
    void anEmptyOneFindsNothing() {
        assertThat(sent.find(0)).isEqualTo(-1);
        assertThat(sent.find(65_535)).isEqualTo(-1);
    }

    @Test
    void remembersWhatAPacketWasMadeOf() {
        record(65_535, 200_000, 77, 88, 99);
        int at = sent.find(65_535);
        assertThat(sent.layer(at)).isSameAs(layer);
        assertThat(sent.incoming(at)).isEqualTo(200_000);
        assertThat(sent.timestamp(at)).isEqualTo(77);
        assertThat(sent.pictureId(at)).isEqualTo(88);
        assertThat(sent.tl0(at)).isEqualTo(99);
    }

    @Test
    void theNewerTakesThePlaceOfTheOlder() {
        record(65_400, 1, 0, 0, 0);
        record((65_400 + 512) & 0xffff, 2, 0, 0, 0);
        assertThat(sent.find(65_400)).isEqualTo(-1);
        assertThat(sent.incoming(sent.find((65_400 + 512) & 0xffff))).isEqualTo(2);
    }

    @Test
    void anIntervalIsKeptBetweenTwo() {
        record(5, 1, 0, 0, 0);
        int at = sent.find(5);
        long start = Long.MAX_VALUE - 5;
        assertThat(sent.resend(at, 10, start)).isTrue();
        assertThat(sent.resend(at, 10, start + 9)).isFalse();
        assertThat(sent.resend(at, 10, start + 10)).isTrue();
        assertThat(sent.resend(at, 10, start + 19)).isFalse();
    }

    private void record(int sequenceNumber, long incoming, int timestamp, int pictureId, int tl0) {
        ForwardedPacket packet = new ForwardedPacket(Packets.video(1, true), layer);
        packet.extendedSequenceNumber = incoming;
        sent.record(sequenceNumber, packet, timestamp, pictureId, tl0);
    }
}
