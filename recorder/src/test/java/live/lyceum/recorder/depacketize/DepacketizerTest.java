package live.lyceum.recorder.depacketize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.recorder.depacketize.Sent.Out;
import live.lyceum.recorder.depacketize.Sent.Packet;
import live.lyceum.recorder.testkit.Dummy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What holds for every codec. Sequence numbers, timestamps and picture ids wrap in the first
/// frames.
class DepacketizerTest {
    private static final int FRAMES = 20;
    private static final int LOST = 7;

    private final Random random = new Random(3);

    private Sent sent(Codec codec) {
        var sent = new Sent(codec);
        for (int i = 0; i < FRAMES; i++) {
            boolean key = codec == Codec.OPUS || i % 10 == 0;
            int bytes = codec.video() ? 4_000 : 80;
            sent.frame(Dummy.frame(codec, i, key, bytes, random), key);
        }
        return sent;
    }

    private static List<Integer> numbers(List<Out> out) {
        return out.stream().map(Out::frame).toList();
    }

    private static List<Integer> gaps(List<Out> out) {
        return out.stream().filter(Out::gap).map(Out::frame).toList();
    }

    private static List<Integer> allBut(int... frames) {
        return IntStream.range(0, FRAMES)
                .filter(i -> Arrays.stream(frames).noneMatch(each -> each == i))
                .boxed()
                .toList();
    }

    private static List<Integer> keys(Codec codec) {
        return codec == Codec.OPUS ? allBut() : List.of(0, 10);
    }

    @ParameterizedTest
    @EnumSource
    void framesComeOutAsTheyWentIn(Codec codec) {
        List<Out> out = sent(codec).out();

        assertThat(numbers(out)).isEqualTo(allBut());
        assertThat(gaps(out)).isEmpty();
        assertThat(out.stream().filter(Out::key).map(Out::frame)).isEqualTo(keys(codec));
        assertThat(out).allMatch(each -> each.arrivedUs() == each.frame() * Sent.EVERY_US);
    }

    @ParameterizedTest
    @EnumSource
    void disorderAndRepetitionDoNotShow(Codec codec) {
        Sent sent = sent(codec);
        var came = new ArrayList<Packet>();
        for (Packet each : sent.packets) {
            came.add(each.later(each.frame() == 0 ? 0 : random.nextInt(100_000)));
            came.add(each.later(random.nextInt(900_000)));
        }
        List<Out> out = sent.out(came);

        assertThat(numbers(out)).isEqualTo(allBut());
        assertThat(gaps(out)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRetransmissionIsWaitedForASecond(Codec codec) {
        Sent sent = sent(codec);
        for (Packet each : sent.of(LOST)) {
            var inTime = new ArrayList<>(sent.packets);
            inTime.set(inTime.indexOf(each), each.later(1_000_000));
            assertThat(numbers(sent.out(inTime))).isEqualTo(allBut());
        }
        // The stream goes on until after the wait.
        Sent more = sent(codec);
        for (int i = FRAMES; i < 80; i++) {
            more.frame(Dummy.frame(codec, i, false, 300, random), false);
        }
        var tooLate = new ArrayList<>(more.packets);
        Packet last = more.of(LOST).getLast();
        tooLate.set(tooLate.indexOf(last), last.later(1_050_000));
        assertThat(numbers(more.out(tooLate))).doesNotContain(LOST).contains(LOST + 1, 79);
    }

    @ParameterizedTest
    @EnumSource
    void aFrameWithoutOneOfItsPacketsIsLeftOut(Codec codec) {
        Sent sent = sent(codec);
        for (Packet each : sent.of(LOST)) {
            var came = new ArrayList<>(sent.packets);
            came.remove(each);
            List<Out> out = sent.out(came);

            assertThat(numbers(out)).isEqualTo(allBut(LOST));
            assertThat(gaps(out)).containsExactly(LOST + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereFramesAreMissingIsAGap(Codec codec) {
        Sent sent = sent(codec);
        var came = new ArrayList<>(sent.packets);
        came.removeAll(sent.of(LOST));
        came.removeAll(sent.of(LOST + 1));
        List<Out> out = sent.out(came);

        assertThat(numbers(out)).isEqualTo(allBut(LOST, LOST + 1));
        assertThat(gaps(out)).containsExactly(LOST + 2);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "OPUS")
    void theEndOfOneAndTheBeginOfTheNextAreBothLeftOut(Codec codec) {
        Sent sent = sent(codec);
        var came = new ArrayList<>(sent.packets);
        came.remove(sent.of(LOST).getLast());
        came.remove(sent.of(LOST + 1).getFirst());
        List<Out> out = sent.out(came);

        assertThat(numbers(out)).isEqualTo(allBut(LOST, LOST + 1));
        assertThat(gaps(out)).containsExactly(LOST + 2);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatBeginsInTheMiddleBeginsWithAWholeFrame(Codec codec) {
        Sent sent = sent(codec);
        List<Packet> came = sent.packets.subList(2, sent.packets.size());
        List<Out> out = sent.out(came);

        assertThat(numbers(out)).isEqualTo(codec == Codec.OPUS ? allBut(0, 1) : allBut(0));
        assertThat(out.getFirst().gap()).isEqualTo(codec.video());
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyPayloadIsNoFrameAndNoGap(Codec codec) {
        var sent = new Sent(codec);
        for (int i = 0; i < FRAMES; i++) {
            boolean key = codec == Codec.OPUS || i % 10 == 0;
            sent.frame(Dummy.frame(codec, i, key, 2_000, random), key);
            sent.packet(i, new byte[0], false);
        }
        List<Out> out = sent.out();

        assertThat(numbers(out)).isEqualTo(allBut());
        assertThat(gaps(out)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "VP9"})
    void missingNumbersBetweenPicturesThatFollowEachOtherAreNoGap(Codec codec) {
        var sent = new Sent(codec);
        for (int i = 0; i < FRAMES; i++) {
            sent.frame(Dummy.frame(codec, i, i % 10 == 0, 2_000, random), i % 10 == 0);
            sent.packets.remove(sent.packet(i, new byte[0], false));
        }
        List<Out> out = sent.out();

        assertThat(numbers(out)).isEqualTo(allBut());
        assertThat(gaps(out)).isEmpty();
    }

    @Test
    void numbersFromNowhereAreFollowedOnlyIfTheyGoOn() {
        Sent sent = sent(Codec.OPUS);
        var came = new ArrayList<Packet>();
        for (Packet each : sent.packets) {
            came.add(each.frame() < 10 ? each : renumbered(each, 30_000));
        }
        came.add(5, renumbered(came.get(4), 9_000));
        came.add(6, renumbered(came.get(4), 20_000));
        came.add(7, renumbered(came.get(4), -9_000));
        List<Out> out = sent.out(came);

        assertThat(numbers(out)).isEqualTo(allBut());
        assertThat(gaps(out)).containsExactly(10);
    }

    private static Packet renumbered(Packet packet, int by) {
        byte[] copy = packet.rtp().clone();
        var rtp = new RtpPacket();
        assertThat(rtp.parse(copy, 0, copy.length)).isNull();
        rtp.sequenceNumber(rtp.sequenceNumber() + by);
        return new Packet(packet.frame(), packet.atUs(), copy);
    }

    @Test
    void aFrameWithoutEndIsLeftOut() {
        var sent = new Sent(Codec.VP8);
        sent.frame(Dummy.frame(Codec.VP8, 0, true, 100, random), true);
        var endless = new ArrayList<byte[]>();
        byte[] begin = new byte[1_200];
        begin[0] = 0x10;
        endless.add(begin);
        endless.addAll(Collections.nCopies(4_000, new byte[1_200]));
        sent.payloads(new byte[0], endless);
        sent.frame(Dummy.frame(Codec.VP8, 2, true, 100, random), true);

        assertThat(sent.out()).extracting(Out::frame).containsExactly(0, 2);
    }

    @ParameterizedTest
    @EnumSource
    void anythingMayBeInAPacket(Codec codec) {
        List<Packet> good = sent(codec).packets;
        for (int round = 0; round < 300; round++) {
            var came = new ArrayList<Packet>();
            for (Packet each : good) {
                came.add(random.nextInt(4) == 0 ? spoiled(each) : each);
            }
            var sent = new Sent(codec);
            assertThat(sent.out(came)).allMatch(each -> each.frame() == -1);
        }
    }

    private Packet spoiled(Packet packet) {
        byte[] rtp = packet.rtp().clone();
        int how = random.nextInt(3);
        if (how == 0) {
            rtp = Arrays.copyOf(rtp, random.nextInt(rtp.length));
        } else if (how == 1) {
            for (int i = 0; i < 10; i++) {
                rtp[random.nextInt(Math.min(rtp.length, 30))] = (byte) random.nextInt();
            }
        } else {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            rtp = Arrays.copyOf(rtp, RtpPacket.FIXED_HEADER_LENGTH + payload.length);
            System.arraycopy(payload, 0, rtp, RtpPacket.FIXED_HEADER_LENGTH, payload.length);
        }
        return new Packet(packet.frame(), packet.atUs(), rtp);
    }
}
