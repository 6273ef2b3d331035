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
    private final Map<RoomId, MediaTap> taps = new ConcurrentHashMap<>();
    private final AtomicInteger overloaded = new AtomicInteger();
    private final AtomicLong nowMs = new AtomicLong(BEGIN_MS);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<TranscriptLine> lines = new CopyOnWriteArrayList<>();
    private volatile @Nullable CountDownLatch held;
    private final LiveTranscriber transcriber =
            new LiveTranscriber(
                    recognizer, this::tap, nowMs::get, new TranscriberSettings(1, 10, 3_600_000));

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
            tap.packet(stream, lent, 5, each.rtp().length, nowNs);
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
        tap.packet(screen, new byte[100], 0, 100, 7_000 * MS);
        tap.packet(camera, new byte[100], 0, 100, 7_000 * MS);
        assertThat(transcriber.statistics().waiting()).isZero();
        latch.countDown();
    }

    @Test
    void whenTooMuchWaitsPacketsAreDropped() {
        MediaTap tap = begin(ROOM);
        expect("ses_1 ON");
        var latch = new CountDownLatch(1);
        held = latch;
        transcriber.transcribe(new Transcriber.Order(OTHER, List.of(), List.of()));
        var stream = new MediaTap.Stream(ANN, Source.MIC, 0, "opus", 48_000, 1);
        for (int i = 0; i < 6_000; i++) {
            tap.packet(stream, new byte[12], 0, 12, 7_000 * MS);
        }
        assertThat(transcriber.statistics().waiting()).isEqualTo(5_000);
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
    void whatIsAskedForWhileTheLastResultsAreAwaitedBeginsAfterThem() {
        MediaTap tap = begin(ROOM);
        recognizer.mood(ToneRecognizer.Mood.SILENT);
        say(tap, 17);
        await().until(() -> transcriber.statistics().connections() == 1);
        transcriber.stop(ROOM);
        transcriber.transcribe(new Transcriber.Order(ROOM, List.of(), List.of()));
        expect("ses_1 ON");
        await().until(() -> taps.isEmpty());
        await().untilAsserted(() -> {
            nowMs.addAndGet(1_000);
            assertThat(told).containsExactly("ses_1 ON", "ses_1 ended", "ses_1 ON");
        });
        assertThat(transcriber.statistics().connections()).isZero();
        assertThat(transcriber.statistics().speakers()).isZero();
        assertThat(taps).containsOnlyKeys(ROOM);
    }

    @Test
    void withoutARecogniserNothingIsTranscribed() {
        try (var none =
                new LiveTranscriber(
                        null, this::tap, nowMs::get, new TranscriberSettings(1, 1, 1_000))) {
            none.listen(new Told());
            assertThat(none.available()).isFalse();
            none.transcribe(new Transcriber.Order(ROOM, List.of(), List.of()));
            none.stop(ROOM);
        }
        assertThat(taps).isEmpty();
        assertThat(told).isEmpty();
    }
}
