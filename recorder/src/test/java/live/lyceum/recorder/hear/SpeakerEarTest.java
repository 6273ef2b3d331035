package live.lyceum.recorder.hear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.wire.rtp.AudioLevel;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.ToneSpeaker;
import live.lyceum.recorder.testkit.ToneSpeaker.Packet;
import live.lyceum.recorder.testkit.ToneSpeaker.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an ear hears of words through bad networks: each once, where it was said.
class SpeakerEarTest {
    private static final long S = 1_000_000;
    private static final long MS = 1_000;

    /// Some time of some day.
    private static final long BEGIN_US = 1_790_000_000L * S;

    private static final Map<Long, List<Packet>> SENT = new ConcurrentHashMap<>();

    private final Listening heard = new Listening();
    private final SpeakerEar ear = new SpeakerEar(heard, (_, _) -> {}, SpeakerEar.budget());
    private long nowUs = BEGIN_US;

    /// Words of a lesson: some at a time, with pauses between.
    private static List<Spoken> words(int count, long seed) {
        var random = new Random(seed);
        var words = new ArrayList<Spoken>();
        long atUs = BEGIN_US + S;
        for (int i = 0; i < count; i++) {
            words.add(new Spoken(random.nextInt(100), atUs));
            boolean last = random.nextInt(4) == 0;
            atUs += 300 * MS + (last ? 1_500 * MS : 120 * MS) + random.nextLong(400) * MS;
        }
        return words;
    }

    /// The packets that say [#words], encoded once for all tests; read only.
    private static List<Packet> sent(long seed) {
        return SENT.computeIfAbsent(
                seed,
                _ -> {
                    List<Spoken> said = words(60, seed);
                    return new ToneSpeaker(seed).packets(said, BEGIN_US, end(said));
                });
    }

    private static long end(List<Spoken> words) {
        return words.getLast().atUs() + 2 * S;
    }

    private void hear(List<Packet> packets) {
        for (Packet each : packets) {
            runTo(each.atUs());
            ear.packet(each.rtp(), each.level(), each.atUs());
        }
    }

    private void runTo(long atUs) {
        for (; nowUs + 50 * MS < atUs; nowUs += 50 * MS) {
            ear.advance(nowUs);
        }
    }

    private void expect(List<Spoken> said) {
        List<Spoken> words = heard.words();
        assertThat(words).extracting(Spoken::number).isEqualTo(numbers(said));
        for (int i = 0; i < said.size(); i++) {
            assertThat(words.get(i).atUs() - said.get(i).atUs())
                    .as("word %d", i)
                    .isBetween(-20 * MS, 100 * MS);
        }
    }

    private static List<Integer> numbers(List<Spoken> words) {
        return words.stream().map(Spoken::number).toList();
    }

    /// Not in noise, which may pass for speech.
    private void expectSpeechWhereWordsBegin() {
        for (Listening.Utterance each : heard.utterances) {
            long first = each.words().getFirst().atUs();
            assertThat(each.saidUs() - first).as("speech begins").isBetween(-60 * MS, 60 * MS);
        }
    }

    @Test
    void everyWordIsInOneUtterance() {
        List<Spoken> said = words(60, 1);
        hear(ToneSpeaker.through(Network.PERFECT, sent(1), 1));
        expect(said);
        expectSpeechWhereWordsBegin();
        assertThat(heard.open()).isFalse();
        assertThat(heard.utterances).hasSizeBetween(10, 30);
        assertThat(ear.missing()).isZero();
        assertThat(ear.damaged()).isZero();
    }

    /// The sender's word for how loud its packets are changes nothing of what is heard, and there
    /// need not be any.
    @ParameterizedTest
    @ValueSource(ints = {MediaTap.NO_LEVEL, 0, AudioLevel.SILENCE})
    void whateverIsSaidOfTheirLevelWordsAreHeard(int level) {
        List<Spoken> said = words(60, 1);
        List<Packet> came = ToneSpeaker.through(Network.GOOD, sent(1), 1);
        hear(came.stream().map(each -> new Packet(each.rtp(), each.atUs(), level)).toList());
        expect(said);
    }

    @Test
    void whoIsSaidToBeQuietAndIsNotIsFoundOut() {
        var speaker = new ToneSpeaker(1);
        hear(speaker.packets(List.of(), BEGIN_US, BEGIN_US + 10 * S));
        var said = new ArrayList<Spoken>();
        for (int i = 0; i < 60; i++) {
            said.add(new Spoken(i, BEGIN_US + 10 * S + i * (500 * MS)));
        }
        hear(
                speaker.packets(said, BEGIN_US + 10 * S, BEGIN_US + 42 * S).stream()
                        .map(each -> new Packet(each.rtp(), each.atUs(), AudioLevel.SILENCE))
                        .toList());
        List<Integer> numbers = numbers(heard.words());
        assertThat(numbers).hasSizeGreaterThan(40);
        assertThat(numbers).endsWith(57, 58, 59);
    }

    /// Noise of -60 dB, which is not decoded while nothing is said.
    @Test
    void whatWasBeforeAnUtteranceIsInIt() {
        List<Spoken> said =
                List.of(new Spoken(17, BEGIN_US + 9 * S), new Spoken(42, BEGIN_US + 20 * S));
        hear(new ToneSpeaker(1).noise(0.003).packets(said, BEGIN_US, end(said)));
        expect(said);
        assertThat(heard.utterances).hasSize(2);
        for (Listening.Utterance each : heard.utterances) {
            int before = (int) ((each.saidUs() - each.fromUs()) / MS) * 16;
            assertThat(before).isBetween(300 * 16, 320 * 16);
            for (int from = 0; from < before; from += 160) {
                assertThat(ToneSpeaker.level(each.samples(), from, 160))
                        .as("10 ms at %d", from)
                        .isBetween(57, 70);
            }
        }
    }

    @Test
    void whatIsQuietIsNotDecoded() {
        List<Packet> quiet = new ToneSpeaker(1).packets(List.of(), BEGIN_US, BEGIN_US + 60 * S);
        // What cannot be decoded is counted: 5 s at first, and 80 ms each 2 s.
        hear(quiet.stream().map(SpeakerEarTest::broken).toList());
        assertThat(ear.damaged()).isBetween(250L, 250L + 4 * 30);
    }

    /// The same with a payload that says how long it is and is nothing else: RFC 6716 section
    /// 3.2.5, frames of which there are none.
    private static Packet broken(Packet packet) {
        byte[] rtp = Arrays.copyOf(packet.rtp(), RtpPacket.FIXED_HEADER_LENGTH + 3);
        rtp[RtpPacket.FIXED_HEADER_LENGTH] = (byte) 0x7b;
        rtp[RtpPacket.FIXED_HEADER_LENGTH + 1] = (byte) 0xc1;
        rtp[RtpPacket.FIXED_HEADER_LENGTH + 2] = (byte) 0xfe;
        return new Packet(rtp, packet.atUs(), packet.level());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void jitterAndReorderingChangeNothing(long seed) {
        List<Spoken> said = words(60, seed);
        var network = new Network(30 * MS, 80 * MS, 0, 0, 0, 0.05);
        hear(ToneSpeaker.through(network, sent(seed), seed));
        expect(said);
        expectSpeechWhereWordsBegin();
        assertThat(ear.missing()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void lossIsBridged(long seed) {
        List<Spoken> said = words(60, seed);
        var network = new Network(30 * MS, 20 * MS, 0.05, 0, 0, 0.01);
        hear(ToneSpeaker.through(network, sent(seed), seed));
        expect(said);
        assertThat(ear.missing()).isPositive();
    }

    @Test
    void whatIsSentAgainInTimeIsNotLost() {
        List<Spoken> said = words(60, 1);
        var network = new Network(30 * MS, 20 * MS, 0.2, 120 * MS, 0, 0);
        hear(ToneSpeaker.through(network, sent(1), 1));
        expect(said);
        assertThat(ear.missing()).isZero();
    }

    @Test
    void silenceNeedNotBeSent() {
        List<Spoken> said = words(60, 1);
        List<Packet> sent = new ToneSpeaker(1).dtx().packets(said, BEGIN_US, end(said));
        assertThat((long) sent.size()).isLessThan((end(said) - BEGIN_US) / (20 * MS) * 9 / 10);

        hear(ToneSpeaker.through(Network.GOOD, sent, 1));
        expect(said);
        assertThat(heard.open()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-400, 400})
    void aWrongClockIsFollowed(double ppm) {
        var said = new ArrayList<Spoken>();
        for (int i = 0; i < 50; i++) {
            said.add(new Spoken(i % 100, BEGIN_US + S + i * (4 * S)));
        }
        List<Packet> sent = new ToneSpeaker(1).clock(ppm).dtx().packets(said, BEGIN_US, end(said));
        hear(ToneSpeaker.through(Network.GOOD, sent, 1));
        expect(said);
    }

    @Test
    void noiseIsNotSpeech() {
        hear(
                ToneSpeaker.through(
                        Network.GOOD,
                        new ToneSpeaker(1)
                                .noise(0.03)
                                .packets(List.of(), BEGIN_US, BEGIN_US + 60 * S),
                        1));
        // Until it is known that it is noise.
        assertThat(heard.utterances).hasSizeLessThanOrEqualTo(1);
        heard.utterances.forEach(each -> assertThat(each.toUs()).isLessThan(BEGIN_US + 3 * S));
    }

    @Test
    void wordsAreHeardInNoise() {
        List<Spoken> said =
                words(60, 1).stream()
                        .map(each -> new Spoken(each.number(), each.atUs() + 4 * S))
                        .toList();
        hear(
                ToneSpeaker.through(
                        Network.GOOD,
                        new ToneSpeaker(1).noise(0.03).packets(said, BEGIN_US, end(said)),
                        1));
        expect(said);
        assertThat(heard.utterances).hasSizeBetween(10, 30);
    }

    @Test
    void whoIsMutedEndsTheUtterance() {
        List<Spoken> said =
                List.of(new Spoken(17, BEGIN_US + S), new Spoken(42, BEGIN_US + 60 * S));
        var speaker = new ToneSpeaker(1);
        List<Packet> came =
                ToneSpeaker.through(
                        Network.GOOD, speaker.packets(said, BEGIN_US, BEGIN_US + 62 * S), 1);
        long mutedUs = BEGIN_US + 1_400 * MS;
        hear(came.stream().filter(each -> each.atUs() < mutedUs).toList());
        assertThat(heard.open()).isTrue();
        ear.interrupt();
        assertThat(heard.open()).isFalse();

        hear(came.stream().filter(each -> each.atUs() > BEGIN_US + 59 * S).toList());
        expect(said);
        assertThat(heard.utterances).hasSize(2);
        // A packet's time is when it came, and it has 20 ms.
        assertThat(heard.utterances.getFirst().toUs()).isLessThan(mutedUs + 20 * MS);
    }

    @Test
    void whoIsCutOffEndsTheUtterance() {
        List<Spoken> said = List.of(new Spoken(17, BEGIN_US + S));
        hear(new ToneSpeaker(1).packets(said, BEGIN_US, BEGIN_US + 1_400 * MS));
        assertThat(heard.open()).isTrue();
        runTo(BEGIN_US + 2_500 * MS);
        assertThat(heard.open()).isTrue();
        runTo(BEGIN_US + 2_800 * MS);
        assertThat(heard.open()).isFalse();
        expect(said);
    }

    @Test
    void aStallChangesNoTimes() {
        List<Spoken> said = words(60, 1);
        long stallUs = BEGIN_US + 20 * S;
        List<Packet> came =
                sent(1).stream()
                        .map(each ->
                                each.atUs() > stallUs && each.atUs() < stallUs + 3 * S
                                        ? each.at(stallUs + 3 * S)
                                        : each)
                        .toList();
        hear(came);
        expect(said);
    }

    @Test
    void aClockThatJumpsIsNotBelievedAtOnce() {
        var speaker = new ToneSpeaker(1);
        List<Spoken> before = List.of(new Spoken(17, BEGIN_US + S));
        List<Spoken> after = List.of(new Spoken(42, BEGIN_US + 4 * S));
        hear(speaker.packets(before, BEGIN_US, BEGIN_US + 3_500 * MS));
        speaker.firstTimestamp(12_345);
        hear(speaker.packets(after, BEGIN_US + 3_500 * MS, BEGIN_US + 6 * S));
        expect(List.of(before.getFirst(), after.getFirst()));
    }

    @Test
    void damagedPacketsAreCounted() {
        var random = new Random(1);
        for (Packet each : sent(1)) {
            byte[] rtp = each.rtp().clone();
            for (int i = random.nextInt(4) == 0 ? 0 : 12; i < rtp.length; i++) {
                rtp[i] = (byte) random.nextInt();
            }
            runTo(each.atUs());
            ear.packet(rtp, each.level(), each.atUs());
        }
        ear.interrupt();
        assertThat(ear.damaged()).isPositive();
        assertThat(heard.open()).isFalse();
    }
}
