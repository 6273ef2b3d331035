package live.lyceum.recorder.io;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.testkit.ToneRecognizer;
import live.lyceum.recorder.testkit.ToneSpeaker;
import live.lyceum.recorder.testkit.ToneSpeaker.Spoken;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// A server as far as its transcriber sees it: rooms that can be tapped, a clock, and a place where
/// lines are kept. It can be stopped and started again. Time passes as packets come.
final class TranscriberStage implements AutoCloseable {
    static final RoomId ROOM = new RoomId("ses_1");
    static final long BEGIN_MS = 1_790_000_000_000L;
    private static final long MS = 1_000_000;
    private static final long MAX_MS = 3_600_000;

    /// Somebody with a microphone, who says words that are numbers.
    static final class Voice {
        private final ToneSpeaker speaker;
        private final MediaTap.Stream stream;

        Voice(String name, int seed) {
            speaker = new ToneSpeaker(seed);
            stream =
                    new MediaTap.Stream(
                            new ParticipantId(name), Source.MIC, 0, "opus", 48_000, speaker.ssrc());
        }

        ParticipantId who() {
            return stream.who();
        }

        /// A word so long after now.
        Word word(int number, long inMs) {
            return new Word(this, number, inMs);
        }
    }

    record Word(Voice by, int number, long inMs) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    private record Coming(MediaTap.Stream stream, ToneSpeaker.Packet packet) {
        long atUs() {
            return packet.atUs();
        }
    }

    final ExecutorService service = Executors.newSingleThreadExecutor();
    final ToneRecognizer recognizer = new ToneRecognizer(service);
    final SpeechFolders folders;

    /// What was told, in words: `w17 w18`, `OFF`, `ended`.
    final List<String> told = new CopyOnWriteArrayList<>();

    /// What the connections were opened with, in their order.
    final List<SpeechRecognizer.Hints> hints = new CopyOnWriteArrayList<>();

    final List<TranscriptLine> lines = new CopyOnWriteArrayList<>();
    final List<Long> pauses = new CopyOnWriteArrayList<>();
    volatile Transcriber.Standing standing = Transcriber.Standing.GOES_ON;

    /// Whether lines that are told now are given up where they are to be kept.
    volatile boolean losing;

    private final Map<RoomId, MediaTap> taps = new ConcurrentHashMap<>();
    private final AtomicInteger tapped = new AtomicInteger();
    private final AtomicLong nowMs = new AtomicLong(BEGIN_MS);
    private final @Nullable BatchRecognizer batch;
    private final boolean exact;
    private LiveTranscriber live;
    KeepingTranscriber transcriber;

    private record Running(LiveTranscriber live, KeepingTranscriber transcriber) {}

    /// @param batch null: nothing is completed
    TranscriberStage(Path root, @Nullable BatchRecognizer batch, boolean exact) {
        folders = new SpeechFolders(root.resolve("speech"));
        this.batch = batch;
        this.exact = exact;
        Running first = start();
        live = first.live();
        transcriber = first.transcriber();
    }

    private Running start() {
        var ledger = new SpeechLedger();
        var shared = new SharedTaps(this::tap);
        var hearing =
                new LiveTranscriber(
                        new Noting(),
                        shared.point(),
                        nowMs::get,
                        new HearingLimits(10, 10, MAX_MS),
                        ledger);
        var keeping =
                new KeepingTranscriber(
                        hearing,
                        ledger,
                        new KeepingTranscriber.Keeping(folders, shared.point(), 0),
                        batch == null
                                ? null
                                : new KeepingTranscriber.Completing(
                                        batch, exact, MAX_MS, pauses::add),
                        nowMs::get);
        keeping.listen(new Told());
        return new Running(hearing, keeping);
    }

    private final class Noting implements SpeechRecognizer {
        @Override
        public Connection open(Hints now, Listener listener) {
            hints.add(now);
            return recognizer.open(now, listener);
        }

        @Override
        public void close() {
            recognizer.close();
        }
    }

    /// It is a minute later.
    void pass() {
        nowMs.addAndGet(60_000);
    }

    /// The process ends, and another one begins after a minute.
    void restart() {
        transcriber.close();
        taps.clear();
        pass();
        Running next = start();
        live = next.live();
        transcriber = next.transcriber();
    }

    private CompletionStage<Void> tap(RoomId room, @Nullable MediaTap tap) {
        if (tap == null) {
            taps.remove(room);
        } else {
            tap.began(nowNs(nowMs.get() * 1_000));
            taps.put(room, tap);
            tapped.incrementAndGet();
        }
        return CompletableFuture.completedStage(null);
    }

    private static long nowNs(long atUs) {
        return 7_000 * MS + (atUs - BEGIN_MS * 1_000) * 1_000;
    }

    private final class Told implements Transcriber.Listener {
        @Override
        public void partial(RoomId session, TranscriptLine line) {}

        @Override
        public void line(RoomId session, TranscriptLine line) {
            if (losing) {
                transcriber.missed(session, line);
            } else {
                lines.removeIf(each -> each.id().equals(line.id()));
                lines.add(line);
            }
            told.add(line.text());
        }

        @Override
        public void state(RoomId session, Transcriber.State state) {
            told.add(state.toString());
        }

        @Override
        public void ended(RoomId session) {
            told.add("ended");
        }
    }

    /// Sessions can be asked for.
    void goOn() {
        transcriber
                .goOn(session ->
                        CompletableFuture.completedStage(
                                new Transcriber.Written(
                                        session.equals(ROOM)
                                                ? standing
                                                : Transcriber.Standing.CLOSED,
                                        lines)))
                .toCompletableFuture()
                .join();
    }

    /// What is old is deleted, and all is done that was told before.
    void lookForOld() {
        transcriber.lookForOld().toCompletableFuture().join();
    }

    /// The room is transcribed, and kept where it is to be.
    void begin() {
        int all = tapped.get() + (batch == null ? 1 : 2);
        transcribe();
        await().until(() -> tapped.get() == all);
    }

    void transcribe() {
        expect(List.of("Ann"));
    }

    /// These words are likely from now on.
    void expect(List<String> words) {
        transcriber.transcribe(new Transcriber.Order(ROOM, List.of(), words));
    }

    /// The session is over.
    void end() {
        standing = Transcriber.Standing.OVER;
        transcriber.stop(ROOM);
    }

    LiveTranscriber.Statistics hearing() {
        return live.statistics();
    }

    boolean tapped() {
        return taps.containsKey(ROOM);
    }

    /// All send for so long, and say this.
    void say(long lengthMs, List<Voice> voices, List<Word> words) {
        long fromUs = nowMs.get() * 1_000;
        var coming = new ArrayList<Coming>();
        for (Voice each : voices) {
            List<Spoken> said =
                    words.stream()
                            .filter(word -> word.by() == each)
                            .map(word -> new Spoken(word.number(), fromUs + word.inMs() * 1_000))
                            .toList();
            each.speaker.packets(said, fromUs, fromUs + lengthMs * 1_000).stream()
                    .map(packet -> new Coming(each.stream, packet))
                    .forEach(coming::add);
        }
        coming.sort(Comparator.comparingLong(Coming::atUs));
        int sent = 0;
        for (Coming each : coming) {
            MediaTap tap = taps.get(ROOM);
            if (tap != null) {
                byte[] lent = each.packet().rtp().clone();
                int level = each.packet().level();
                tap.packet(each.stream(), level, lent, 0, lent.length, nowNs(each.atUs()));
                Arrays.fill(lent, (byte) 0);
            }
            nowMs.set(each.atUs() / 1_000);
            if (++sent % (20 * voices.size()) == 0) {
                settle();
            }
        }
    }

    /// What came until now is heard, and what the recogniser has to tell by now was told.
    private void settle() {
        await().pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> live.statistics().waiting() == 0);
        CompletableFuture.runAsync(() -> {}, service).join();
    }

    /// Waits until all is told that comes of the room.
    void awaitEnded() {
        awaitTold("ended");
    }

    /// Waits, while time passes.
    void awaitTold(String what) {
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> {
                    nowMs.addAndGet(400);
                    return told.contains(what);
                });
    }

    /// The words of somebody, in the order of speech.
    List<String> said(String who) {
        return lines.stream()
                .filter(each -> each.who().value().equals(who))
                .sorted(Comparator.comparingLong(TranscriptLine::startMs))
                .flatMap(each -> Arrays.stream(each.text().split(" ", -1)))
                .toList();
    }

    @Override
    public void close() {
        transcriber.close();
        service.shutdownNow();
    }
}
