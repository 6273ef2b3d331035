package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.ToneRecognizer;
import live.lyceum.recorder.testkit.ToneSpeaker;
import live.lyceum.recorder.testkit.ToneSpeaker.Spoken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A room in virtual time: what is said becomes lines of who said it.
class RoomHearingTest {
    private static final long S = 1_000_000;
    private static final long BEGIN_US = 1_790_000_000L * S;
    private static final HearingLimits MUCH = new HearingLimits(10, 10, 3_600_000);

    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    private record Coming(MediaTap.Stream stream, ToneSpeaker.Packet packet) {
        long atUs() {
            return packet.atUs();
        }
    }

    private final HearingCounts counts = new HearingCounts();
    private final ToneRecognizer recognizer = new ToneRecognizer(Runnable::run);
    private final List<TranscriptLine> lines = new ArrayList<>();
    private final List<TranscriptLine> partials = new ArrayList<>();
    private final List<Transcriber.State> states = new ArrayList<>();
    private final List<SpeechLedger.Missed> missed = new ArrayList<>();
    private final List<Coming> coming = new ArrayList<>();
    private long nowUs = BEGIN_US;

    private final RoomHearing.Output output =
            new RoomHearing.Output() {
                @Override
                public void partial(TranscriptLine line) {
                    partials.add(line);
                }

                @Override
                public void line(TranscriptLine line) {
                    lines.add(line);
                }

                @Override
                public void state(Transcriber.State state) {
                    states.add(state);
                }

                @Override
                public void missed(@Nullable ParticipantId who, long fromMs, long toMs) {
                    missed.add(new SpeechLedger.Missed(who, fromMs, toMs));
                }
            };

    private RoomHearing room(HearingLimits settings) {
        var room =
                new RoomHearing(
                        new Transcriber.Order(new RoomId("ses_1"), List.of("en"), List.of()),
                        settings,
                        recognizer,
                        new SplittableRandom(1),
                        counts,
                        output);
        room.begin();
        return room;
    }

    private static Spoken word(int number, long atS) {
        return new Spoken(number, BEGIN_US + atS * S);
    }

    private static ParticipantId who(String name) {
        return new ParticipantId(name);
    }

    /// Somebody sends from the begin on, and says this.
    private void say(String name, int seed, long untilS, Spoken... words) {
        var speaker = new ToneSpeaker(seed);
        var stream = new MediaTap.Stream(who(name), Source.MIC, 0, "opus", 48_000, speaker.ssrc());
        var sent = speaker.packets(List.of(words), BEGIN_US, BEGIN_US + untilS * S);
        for (ToneSpeaker.Packet each : ToneSpeaker.through(Network.GOOD, sent, seed)) {
            coming.add(new Coming(stream, each));
        }
        coming.sort(Comparator.comparingLong(Coming::atUs));
    }

    private void runTo(RoomHearing room, double atS) {
        long untilUs = BEGIN_US + (long) (atS * S);
        for (; nowUs < untilUs; nowUs += 50_000) {
            while (!coming.isEmpty() && coming.getFirst().atUs() <= nowUs) {
                Coming next = coming.removeFirst();
                ToneSpeaker.Packet packet = next.packet();
                room.packet(next.stream(), packet.level(), packet.rtp(), packet.atUs());
            }
            room.advance(nowUs);
        }
    }

    private List<String> said() {
        return lines.stream().map(each -> each.who().value() + " " + each.text()).toList();
    }

    @Test
    void everybodysWordsBecomeLines() {
        RoomHearing room = room(MUCH);
        say("ann", 1, 10, word(17, 1), word(18, 2), word(19, 6));
        say("ben", 2, 10, word(42, 3));
        runTo(room, 10);

        assertThat(said()).containsExactly("ann w17 w18", "ben w42", "ann w19");
        assertThat(lines.getFirst().startMs() - BEGIN_US / 1_000).isBetween(950L, 1_100L);
        assertThat(lines.getFirst().endMs() - BEGIN_US / 1_000).isBetween(2_300L, 3_200L);
        assertThat(partials).extracting(TranscriptLine::text).contains("w17");
        assertThat(states).containsExactly(Transcriber.State.ON);
        assertThat(counts.speakers).hasValue(2);

        room.stop(nowUs);
        assertThat(room.over()).isFalse();
        room.advance(nowUs);
        assertThat(room.over()).isTrue();
        assertThat(counts.speakers).hasValue(0);
    }

    @Test
    void theEndIsHeardToo() {
        RoomHearing room = room(MUCH);
        say("ann", 1, 10, word(17, 1));
        runTo(room, 1.5);
        assertThat(lines).isEmpty();
        room.stop(nowUs);
        // There may be more than one result for it.
        runTo(room, 6);

        assertThat(said()).containsExactly("ann w17");
        assertThat(room.over()).isTrue();
    }

    @Test
    void resultsThatDoNotComeAreNotAwaitedForLong() {
        RoomHearing room = room(MUCH);
        recognizer.mood(ToneRecognizer.Mood.SILENT);
        say("ann", 1, 10, word(17, 1));
        runTo(room, 2);
        room.stop(nowUs);
        runTo(room, 6.9);
        assertThat(room.over()).isFalse();
        runTo(room, 7.2);
        assertThat(room.over()).isTrue();
        room.close();
        assertThat(counts.speakers).hasValue(0);
        assertThat(missed)
                .containsExactly(new SpeechLedger.Missed(who("ann"), 0, SpeechLedger.END));
    }

    @Test
    void muteAndLeavingEndWhatIsSaid() {
        RoomHearing room = room(MUCH);
        say("ann", 1, 10, word(17, 1), word(18, 6));
        runTo(room, 1.5);
        room.muted(who("ann"), nowUs);
        runTo(room, 5);
        assertThat(said()).containsExactly("ann w17");

        runTo(room, 6.5);
        coming.clear();
        room.left(who("ann"), nowUs);
        runTo(room, 10);
        assertThat(said()).containsExactly("ann w17", "ann w18");
        assertThat(counts.speakers).hasValue(0);
    }

    @Test
    void aNewStreamIsAnother() {
        RoomHearing room = room(MUCH);
        say("ann", 1, 3, word(17, 1));
        runTo(room, 1.5);
        coming.clear();
        say("ann", 2, 10, word(18, 6));
        coming.removeIf(each -> each.atUs() < nowUs);
        runTo(room, 5);
        assertThat(said()).containsExactly("ann w17");
        runTo(room, 10);
        assertThat(said()).containsExactly("ann w17", "ann w18");
        assertThat(lines).extracting(TranscriptLine::id).doesNotHaveDuplicates();
        assertThat(counts.speakers).hasValue(1);
    }

    @Test
    void whoIsTooManyIsHeardWhenThereIsRoom() {
        RoomHearing room = room(new HearingLimits(1, 1, 3_600_000));
        say("ann", 1, 3, word(17, 1));
        say("ben", 2, 10, word(42, 2), word(43, 6));
        runTo(room, 5);
        assertThat(said()).containsExactly("ann w17");
        assertThat(counts.turnedAway).hasValue(1);
        assertThat(missed)
                .singleElement()
                .matches(each -> who("ben").equals(each.who()) && each.toMs() == SpeechLedger.END);
        room.left(who("ann"), nowUs);
        runTo(room, 10);
        assertThat(said()).containsExactly("ann w17", "ben w43");
    }

    @Test
    void whoHasNotSpokenForMinutesGivesThePlaceBack() {
        RoomHearing room = room(new HearingLimits(1, 1, 3_600_000));
        say("ann", 1, 3, word(17, 1));
        say("ben", 2, 200, word(42, 2), word(43, 195));
        runTo(room, 170);
        assertThat(counts.speakers).hasValue(1);
        runTo(room, 200);
        assertThat(said()).containsExactly("ann w17", "ben w43");
        assertThat(counts.speakers).hasValue(1);
    }

    /// A minute of speech in a second.
    @Test
    void nobodyIsHeardFasterThanPeopleSpeak() {
        RoomHearing room = room(MUCH);
        var words = IntStream.range(0, 58).mapToObj(i -> word(i % 60, i + 1)).toList();
        say("ann", 1, 60, words.toArray(Spoken[]::new));
        coming.replaceAll(each ->
                new Coming(
                        each.stream(), each.packet().at(BEGIN_US + (each.atUs() - BEGIN_US) / 60)));
        say("ben", 2, 4, word(42, 1));
        runTo(room, 4);
        room.left(who("ann"), nowUs);

        assertThat(counts.heardMs.get()).isBetween(1_000L, 8_500L);
        assertThat(counts.dropped.get()).isBetween(2_500L, 2_900L);
        assertThat(said()).contains("ben w42");
        // Each packet says when it was said: one after another.
        assertThat(missed.stream().mapToLong(each -> each.toMs() - each.fromMs()))
                .hasSameSizeAs(new long[(int) counts.dropped.get()])
                .containsOnly(20L);
    }

    /// Each of them would be another ear.
    @Test
    void twoStreamsInTurnAreOne() {
        RoomHearing room = room(MUCH);
        say("ann", 1, 8);
        say("ann", 2, 8);
        runTo(room, 8);
        assertThat(counts.dropped.get()).isBetween(390L, 400L);
    }

    @Test
    void whatIsBeyondTheLimitIsNotHeard() {
        RoomHearing room = room(new HearingLimits(1, 1, 2_000));
        say("ann", 1, 12, word(17, 1), word(18, 5), word(19, 9));
        runTo(room, 12);
        assertThat(said().getFirst()).isEqualTo("ann w17");
        assertThat(said()).doesNotContain("ann w19");
        assertThat(missed).as("that is as it was asked for").isEmpty();
        assertThat(states).containsExactly(Transcriber.State.ON, Transcriber.State.OFF);
        assertThat(counts.speakers).hasValue(0);
    }

    @Test
    void aServiceThatIsAwayIsTold() {
        RoomHearing room = room(MUCH);
        recognizer.mood(ToneRecognizer.Mood.BROKEN);
        say("ann", 1, 60, word(17, 1));
        runTo(room, 8);
        assertThat(states).containsExactly(Transcriber.State.ON, Transcriber.State.INTERRUPTED);
        recognizer.mood(ToneRecognizer.Mood.WORKS);
        runTo(room, 60);
        assertThat(said()).containsExactly("ann w17");
        assertThat(states).endsWith(Transcriber.State.INTERRUPTED, Transcriber.State.ON);
    }

    @Test
    void whatIsGivenUpIsToldAsMissed() {
        RoomHearing room = room(MUCH);
        recognizer.mood(ToneRecognizer.Mood.BROKEN);
        Spoken[] words =
                IntStream.range(0, 60).mapToObj(i -> word(i, 2L * i + 1)).toArray(Spoken[]::new);
        say("ann", 1, 125, words);
        runTo(room, 125);

        assertThat(counts.missed.get()).isPositive();
        assertThat(missed).hasSize((int) counts.missed.get());
        SpeechLedger.Missed first = missed.getFirst();
        assertThat(first.who()).isEqualTo(who("ann"));
        assertThat(first.fromMs() - BEGIN_US / 1_000).isBetween(600L, 1_000L);
        assertThat(first.toMs() - BEGIN_US / 1_000).isBetween(1_300L, 2_600L);
    }

    @Test
    void aServiceThatRefusesIsNotAskedAgain() {
        RoomHearing room = room(MUCH);
        recognizer.mood(ToneRecognizer.Mood.REFUSING);
        say("ann", 1, 20, word(17, 1), word(18, 10));
        runTo(room, 20);
        assertThat(states).containsExactly(Transcriber.State.ON, Transcriber.State.OFF);
        assertThat(lines).isEmpty();
        assertThat(missed).anyMatch(each -> each.who() == null && each.toMs() == SpeechLedger.END);
        assertThat(recognizer.connections()).isZero();
        room.stop(nowUs);
        room.advance(nowUs);
        assertThat(room.over()).isTrue();
    }
}
