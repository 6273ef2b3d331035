package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.media.api.MediaOverloaded;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.testkit.ToneRecognizer;
import live.lyceum.recorder.testkit.ToneSpeaker;
import live.lyceum.recorder.testkit.ToneSpeaker.Spoken;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rooms come and go, and their media loops never wait.
class LiveTranscriberTest {
    private static final long MS = 1_000_000;
    private static final long BEGIN_MS = 1_790_000_000_000L;
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final RoomId OTHER = new RoomId("ses_2");
    private static final ParticipantId ANN = new ParticipantId("ann");

    private final ExecutorService service = Executors.newSingleThreadExecutor();
    private final ToneRecognizer recognizer = new ToneRecognizer(service);
    private final List<SpeechRecognizer.Hints> hints = new CopyOnWriteArrayList<>();
    private final List<SpeechRecognizer.Listener> heardBy = new CopyOnWriteArrayList<>();
    private volatile boolean stuck;
    private final Map<RoomId, MediaTap> taps = new ConcurrentHashMap<>();
    private final AtomicInteger overloaded = new AtomicInteger();
    private final AtomicLong nowMs = new AtomicLong(BEGIN_MS);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<TranscriptLine> lines = new CopyOnWriteArrayList<>();
    private volatile @Nullable CountDownLatch held;
    private volatile boolean holding;
    private final LiveTranscriber transcriber =
            new LiveTranscriber(
                    new Noting(),
                    this::tap,
                    nowMs::get,
                    new HearingLimits(1, 10, 3_600_000),
                    new SpeechLedger());

    /// Notes what connections are opened with.
    private final class Noting implements SpeechRecognizer {
        @Override
        public Connection open(Hints now, Listener listener) {
            hints.add(now);
            heardBy.add(listener);
            return recognizer.open(now, listener);
        }

        @Override
        public void close() {
            recognizer.close();
        }
    }

    @AfterEach
    void close() {
        transcriber.close();
        service.shutdownNow();
        assertThat(recognizer.closed()).isTrue();
    }

    private CompletionStage<Void> tap(RoomId room, @Nullable MediaTap tap) {
        if (overloaded.getAndDecrement() > 0) {
            return CompletableFuture.failedStage(new MediaOverloaded());
        }
        if (tap == null && stuck) {
            return new CompletableFuture<>();
        }
        if (tap == null) {
            taps.remove(room);
        } else {
            tap.began(7_000 * MS);
            taps.put(room, tap);
        }
        return CompletableFuture.completedStage(null);
    }

    private final class Told implements Transcriber.Listener {
        @Override
        public void partial(RoomId session, TranscriptLine line) {}

        @Override
        public void line(RoomId session, TranscriptLine line) {
            lines.add(line);
            told.add(session.value() + " " + line.text());
        }

        @Override
        public void state(RoomId session, Transcriber.State state) {
            CountDownLatch until = held;
            if (until != null) {
                holding = true;
                try {
                    until.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            told.add(session.value() + " " + state);
        }

        @Override
        public void ended(RoomId session) {
            told.add(session.value() + " ended");
        }
    }

    private MediaTap begin(RoomId room) {
        transcriber.listen(new Told());
        transcriber.transcribe(new Transcriber.Order(room, List.of(), List.of()));
        await().until(() -> taps.containsKey(room));
        MediaTap tap = taps.get(room);
        assertThat(tap).isNotNull();
        return tap;
    }

    /// A word after a second, and two seconds more. Time does not pass before what it leads to was
    /// told: else a connection that is there at once would seem to take seconds.
    private void say(MediaTap tap, int number) {
        var speaker = new ToneSpeaker(number);
        var stream = new MediaTap.Stream(ANN, Source.MIC, 0, "opus", 48_000, speaker.ssrc());
        long fromUs = nowMs.get() * 1_000;
        int sent = 0;
        for (ToneSpeaker.Packet each :
                speaker.packets(
                        List.of(new Spoken(number, fromUs + 1_000_000)),
                        fromUs,
                        fromUs + 3_000_000)) {
            byte[] lent = new byte[each.rtp().length + 5];
            System.arraycopy(each.rtp(), 0, lent, 5, each.rtp().length);
            long nowNs = 7_000 * MS + (each.atUs() - BEGIN_MS * 1_000) * 1_000;
            tap.packet(stream, each.level(), lent, 5, each.rtp().length, nowNs);
            Arrays.fill(lent, (byte) 0);
            if (++sent % 10 == 0) {
                await().pollInterval(1, TimeUnit.MILLISECONDS)
                        .until(() -> transcriber.statistics().waiting() == 0);
                // What the recogniser has to tell by now was told, and comes before what follows.
                CompletableFuture.runAsync(() -> {}, service).join();
            }
        }
        nowMs.addAndGet(3_000);
    }

    private void expect(String... all) {
        await().untilAsserted(() -> {
            nowMs.addAndGet(100);
            assertThat(told).containsExactly(all);
        });
    }

    @Test
    void whatIsSaidIsTold() {
        MediaTap tap = begin(ROOM);
        say(tap, 17);
        expect("ses_1 ON", "ses_1 w17");
        assertThat(lines.getFirst().who()).isEqualTo(ANN);
        assertThat(lines.getFirst().startMs() - BEGIN_MS).isBetween(950L, 1_100L);
        LiveTranscriber.Statistics statistics = transcriber.statistics();
        assertThat(statistics.rooms()).isEqualTo(1);
        assertThat(statistics.speakers()).isEqualTo(1);
        assertThat(statistics.connections()).isEqualTo(1);
        assertThat(statistics.lines()).isEqualTo(1);
        assertThat(statistics.heardMs()).isPositive();
        assertThat(statistics.dropped()).isZero();

        transcriber.stop(ROOM);
        expect("ses_1 ON", "ses_1 w17", "ses_1 ended");
        assertThat(taps).isEmpty();
        transcriber.stop(ROOM);
        transcriber.transcribe(new Transcriber.Order(ROOM, List.of(), List.of()));
        expect("ses_1 ON", "ses_1 w17", "ses_1 ended", "ses_1 ON");
    }

    @Test
    void aTapIsSetAgainWhereTheMediaPlaneIsOverloaded() {
        overloaded.set(3);
        MediaTap tap = begin(ROOM);
        say(tap, 17);
        expect("ses_1 ON", "ses_1 w17");
    }

    @Test
    void whatIsNoSpeechIsNotTaken() {
        MediaTap tap = begin(ROOM);
        var screen = new MediaTap.Stream(ANN, Source.SCREEN_AUDIO, 0, "opus", 48_000, 1);
        var camera = new MediaTap.Stream(ANN, Source.CAM, 0, "VP8", 90_000, 2);
        var latch = new CountDownLatch(1);
        held = latch;
        transcriber.transcribe(new Transcriber.Order(OTHER, List.of(), List.of()));
        tap.packet(screen, MediaTap.NO_LEVEL, new byte[100], 0, 100, 7_000 * MS);
        tap.packet(camera, MediaTap.NO_LEVEL, new byte[100], 0, 100, 7_000 * MS);
        assertThat(transcriber.statistics().waiting()).isZero();
        latch.countDown();
    }

    /// Holds the thread that hears, until the latch is counted down.
    private CountDownLatch hold() {
        var latch = new CountDownLatch(1);
        held = latch;
        transcriber.transcribe(new Transcriber.Order(OTHER, List.of(), List.of()));
        await().until(() -> holding);
        return latch;
    }

    @Test
    void whenTooMuchWaitsPacketsAreDropped() {
        MediaTap tap = begin(ROOM);
        expect("ses_1 ON");
        CountDownLatch latch = hold();
        for (String who : List.of("ann", "ben", "cyd", "dan")) {
            var stream =
                    new MediaTap.Stream(
                            new ParticipantId(who), Source.MIC, 0, "opus", 48_000, who.hashCode());
            for (int i = 0; i < 500; i++) {
                tap.packet(stream, MediaTap.NO_LEVEL, new byte[12], 0, 12, 7_000 * MS);
            }
            if (who.equals("ann")) {
                assertThat(transcriber.statistics().waiting()).as("of one").isEqualTo(400);
            }
        }
        assertThat(transcriber.statistics().waiting()).as("of a room").isEqualTo(1_000);
        assertThat(transcriber.statistics().dropped()).isEqualTo(1_000);
        latch.countDown();
        await().until(() -> transcriber.statistics().waiting() == 0);
        assertThat(transcriber.statistics().damaged()).isZero();
    }

    @Test
    void aRoomTooManyIsOff() {
        begin(ROOM);
        transcriber.transcribe(new Transcriber.Order(OTHER, List.of(), List.of()));
        expect("ses_1 ON", "ses_2 OFF");
        assertThat(taps).containsOnlyKeys(ROOM);
        transcriber.stop(OTHER);
        expect("ses_1 ON", "ses_2 OFF", "ses_2 ended");
        assertThat(transcriber.statistics().rooms()).isEqualTo(1);
    }

    @Test
    void aRoomThatWaitsTakesThePlaceOfOneThatEnds() {
        begin(ROOM);
        transcriber.transcribe(new Transcriber.Order(OTHER, List.of(), List.of()));
        expect("ses_1 ON", "ses_2 OFF");
        transcriber.stop(ROOM);
        expect("ses_1 ON", "ses_2 OFF", "ses_1 ended", "ses_2 ON");
        assertThat(taps).containsOnlyKeys(OTHER);
        assertThat(transcriber.statistics().rooms()).isEqualTo(1);
    }

    @Test
    void aRoomThatIsOffGivesItsPlaceBack() {
        recognizer.mood(ToneRecognizer.Mood.REFUSING);
        MediaTap tap = begin(ROOM);
        transcriber.transcribe(new Transcriber.Order(OTHER, List.of(), List.of()));
        expect("ses_1 ON", "ses_2 OFF");
        say(tap, 17);
        expect("ses_1 ON", "ses_2 OFF", "ses_1 OFF", "ses_2 ON");
        assertThat(taps).containsOnlyKeys(OTHER);
        transcriber.stop(ROOM);
        expect("ses_1 ON", "ses_2 OFF", "ses_1 OFF", "ses_2 ON", "ses_1 ended");
        assertThat(transcriber.statistics().rooms()).isEqualTo(1);
    }

    @Test
    void aTapThatDoesNotGoIsNotAwaitedForLong() {
        begin(ROOM);
        expect("ses_1 ON");
        stuck = true;
        transcriber.stop(ROOM);
        expect("ses_1 ON", "ses_1 ended");
    }

    @Test
    void connectionsGetTheWordsThatWereOrderedLast() {
        MediaTap tap = begin(ROOM);
        transcriber.transcribe(new Transcriber.Order(ROOM, List.of(), List.of("Trees")));
        say(tap, 17);
        expect("ses_1 ON", "ses_1 w17");
        assertThat(hints).containsExactly(new SpeechRecognizer.Hints(List.of(), List.of("Trees")));
    }

    /// Else the speaker would seem to have been silent.
    @Test
    void whatWaitsToBeHeardIsNotThePast() {
        MediaTap tap = begin(ROOM);
        expect("ses_1 ON");
        var speaker = new ToneSpeaker(3);
        var stream = new MediaTap.Stream(ANN, Source.MIC, 0, "opus", 48_000, speaker.ssrc());
        long fromUs = BEGIN_MS * 1_000;
        List<ToneSpeaker.Packet> sent =
                speaker.packets(
                        List.of(
                                new Spoken(17, fromUs + 1_000_000),
                                new Spoken(18, fromUs + 1_600_000)),
                        fromUs,
                        fromUs + 4_000_000);
        nowMs.set(BEGIN_MS + 1_400);
        sent.subList(0, 70).forEach(each -> take(tap, stream, each));
        await().until(() -> !heardBy.isEmpty());
        CountDownLatch latch = hold();
        nowMs.set(BEGIN_MS + 4_000);
        // The thread is told of something before it hears the rest.
        heardBy.getFirst().interim("w17");
        sent.subList(70, sent.size()).forEach(each -> take(tap, stream, each));
        latch.countDown();

        expect("ses_1 ON", "ses_2 OFF", "ses_1 w17 w18");
    }

    private static void take(MediaTap tap, MediaTap.Stream stream, ToneSpeaker.Packet packet) {
        long nowNs = 7_000 * MS + (packet.atUs() - BEGIN_MS * 1_000) * 1_000;
        tap.packet(stream, packet.level(), packet.rtp(), 0, packet.rtp().length, nowNs);
    }

    @Test
    void withoutARecogniserNothingIsTranscribed() {
        try (var none =
                new LiveTranscriber(
                        null,
                        this::tap,
                        nowMs::get,
                        new HearingLimits(1, 1, 1_000),
                        new SpeechLedger())) {
            none.listen(new Told());
            assertThat(none.available()).isFalse();
            none.transcribe(new Transcriber.Order(ROOM, List.of(), List.of()));
            none.stop(ROOM);
        }
        assertThat(taps).isEmpty();
        assertThat(told).isEmpty();
    }
}
