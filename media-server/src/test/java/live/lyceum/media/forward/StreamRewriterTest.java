package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamRewriterTest {
    private static final long MS = 1_000_000;

    private final StreamRewriter video = new StreamRewriter(90_000, new SplittableRandom(1));

    @Test
    void startsAreRandomAndSequenceNumbersBelowHalf() {
        boolean differs = false;
        for (int seed = 0; seed < 50; seed++) {
            StreamRewriter any = new StreamRewriter(48_000, new SplittableRandom(seed));
            any.begin(packet(60_000, 7, 0, 0), 0);
            int first = any.sequence().wire(any.sequence().rewrite(60_000));
            assertThat(first).as("seed %s", seed).isBetween(1, 1 << 15);
            differs |= any.timestamp(7) != video.timestamp(7);
        }
        assertThat(differs).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "20, 1800", "1000, 90000", "3600000, 324000000"})
    void aNewPieceGoesOnByTheTimeThatPassed(long gapMs, int units) {
        video.begin(packet(10, 500, 3, 3), 0);
        int before = video.timestamp(500);
        video.sent(before, video.tl0(3), 0);

        video.begin(packet(90, -7_000, 9, 9), gapMs * MS);

        assertThat(video.timestamp(-7_000) - before).isEqualTo(units);
        assertThat(video.timestamp(-7_000 + 3_000) - before).isEqualTo(units + 3_000);
    }

    @Test
    void aLatePacketDoesNotTurnTimeBack() {
        video.begin(packet(10, 5_000, 3, 3), 0);
        int newest = video.timestamp(5_000);
        int newestTl0 = video.tl0(3);
        video.sent(newest, newestTl0, 0);
        video.sent(newest - 3_000, video.tl0(2), 0);

        video.begin(packet(90, 0, 9, 9), 0);

        assertThat(video.timestamp(0)).isEqualTo(newest + 1);
        assertThat(video.tl0(9)).isEqualTo((newestTl0 + 1) & 0xff);
    }

    @Test
    void picturesAndTl0GoOnOverTheirWraps() {
        int pictureId = -1;
        int tl0 = -1;
        int start = 0;
        for (int piece = 0; piece < 300; piece++) {
            start += 12_345;
            int from = start & 0x7fff;
            video.begin(packet(start, start, from, from & 0xff), piece * MS);
            for (int i = 0; i < 200; i++) {
                int nextPicture = video.pictures().wire(video.pictures().rewrite(from + i));
                int nextTl0 = video.tl0((from + i) & 0xff);
                if (pictureId >= 0) {
                    assertThat(nextPicture).isEqualTo((pictureId + 1) & 0x7fff);
                    assertThat(nextTl0).isEqualTo((tl0 + 1) & 0xff);
                }
                pictureId = nextPicture;
                tl0 = nextTl0;
                video.sent(video.timestamp(start + i), tl0, piece * MS);
            }
        }
    }

    @Test
    void withoutTl0ThereIsNone() {
        assertThat(video.tl0(-1)).isEqualTo(-1);
    }

    private static ForwardedPacket packet(long extended, int timestamp, int pictureId, int tl0) {
        RtpPacket rtp = Packets.video((int) extended, timestamp, pictureId, tl0, true, 20);
        ForwardedPacket packet = new ForwardedPacket(rtp, new PublicationLayer(0, true, () -> {}));
        packet.extendedSequenceNumber = extended;
        packet.extendedPictureId = pictureId;
        packet.codec = Codec.VP8;
        assertThat(packet.readPayload()).isTrue();
        return packet;
    }
}
