package live.lyceum.recorder.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import live.lyceum.config.RecordingSettings;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.JournalReader;
import org.jspecify.annotations.Nullable;

/// A server as far as its recorder sees it, in a process of its own that a test may kill: plays
/// journals from stock as if they came from a room now, at the time of the recording's clock. Says
/// what the recorder tells, a line each; stops when it reads `stop`.
public final class Feeder {
    static final RoomId SESSION = new RoomId("ses_fed");
    static final RecordingId ID = new RecordingId("rec_fed_1");

    private record Due(MediaTap.Stream stream, JournalEntry entry) {}

    private final AtomicReference<@Nullable MediaTap> tap = new AtomicReference<>();
    private final long startedAtMs;

    private Feeder(long startedAtMs) {
        this.startedAtMs = startedAtMs;
    }

    /// Plays until its standard input ends.
    ///
    /// @param arguments the recordings' folder, that of the stock, when the recording started in
    ///   epoch milliseconds, how many bytes of the disk stay free
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Feeder(Long.parseLong(arguments[2]))
                .run(
                        Path.of(arguments[0]),
                        stock(Path.of(arguments[1])),
                        Long.parseLong(arguments[3]));
    }

    private static List<Due> stock(Path folder) throws IOException {
        var all = new ArrayList<Due>();
        List<Path> journals;
        try (Stream<Path> files = Files.list(folder)) {
            journals = files.filter(each -> each.toString().endsWith(".journal")).toList();
        }
        for (Path each : journals) {
            try (JournalReader reader = JournalReader.open(each)) {
                var of = reader.track();
                var stream =
                        new MediaTap.Stream(
                                of.who(),
                                of.source(),
                                of.layer(),
                                of.codec(),
                                of.clockRateHz(),
                                journals.indexOf(each));
                for (JournalEntry next = reader.next(); next != null; next = reader.next()) {
                    all.add(new Due(stream, next));
                }
            }
        }
        all.sort(Comparator.comparingLong(each -> each.entry().atUs()));
        return all;
    }

    private void run(Path root, List<Due> stock, long minFreeBytes)
            throws IOException, InterruptedException {
        try (var recorder =
                new FileRecorder(
                        new RecordingFolders(root),
                        new RecordingSettings(minFreeBytes, 1, 2, null, null),
                        (_, next) -> tap(next),
                        System::currentTimeMillis,
                        null)) {
            recorder.listen(new Told());
            recorder.record(new Recorder.Order(ID, SESSION, "Graphs", startedAtMs));
            recorder.note(
                    ID, new Cue.Person(nowMs(), new ParticipantId("ann"), "Ann", Cue.Part.MENTOR));
            Thread.startVirtualThread(() -> play(stock));
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("stop")) {
                    recorder.stop(ID);
                }
            }
        }
    }

    private long nowMs() {
        return System.currentTimeMillis() - startedAtMs;
    }

    private CompletionStage<Void> tap(@Nullable MediaTap next) {
        if (next != null) {
            next.began(System.nanoTime());
            say("recording");
        }
        synchronized (this) {
            tap.set(next);
        }
        return CompletableFuture.completedStage(null);
    }

    private void play(List<Due> stock) {
        long fromUs = nowMs() * 1_000;
        for (Due each : stock) {
            long atUs = each.entry().atUs();
            if (atUs < fromUs) {
                continue;
            }
            for (long inUs = atUs - nowMs() * 1_000; inUs > 0; inUs = atUs - nowMs() * 1_000) {
                try {
                    TimeUnit.MICROSECONDS.sleep(inUs);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
            // As on a media loop: when a tap is out, nothing of it is called any more.
            synchronized (this) {
                MediaTap to = tap.get();
                if (to != null) {
                    give(to, each);
                }
            }
        }
    }

    private static void give(MediaTap to, Due due) {
        long nowNs = System.nanoTime();
        switch (due.entry()) {
            case JournalEntry.Packet(_, byte[] rtp) ->
                    to.packet(due.stream(), MediaTap.NO_LEVEL, rtp, 0, rtp.length, nowNs);
            case JournalEntry.SenderReport report ->
                    to.report(due.stream(), report.ntp(), report.rtpTimestamp(), nowNs);
            case JournalEntry.Opened _,
                    JournalEntry.Gate _,
                    JournalEntry.Missed _,
                    JournalEntry.Closed _ -> {}
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static final class Told implements Recorder.Listener {
        @Override
        public void broke(RoomId session, RecordingId id, Recorder.Trouble trouble) {
            say("broke " + trouble);
        }

        @Override
        public void progressed(RoomId session, RecordingId id, double progress) {}

        @Override
        public CompletionStage<@Nullable Void> ready(
                RoomId session, RecordingId id, String manifest) {
            say("ready");
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<@Nullable Void> deleted(RoomId session, RecordingId id) {
            say("deleted");
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void failed(RoomId session, RecordingId id, String why) {
            say("failed " + why);
        }
    }
}
