package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.cue.CueReader;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.JournalReader;
import live.lyceum.recorder.journal.Track;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechJournalTest {
    private static final RoomId SESSION = new RoomId("ses_spoken");
    private static final ParticipantId ANN = new ParticipantId("ann");
    private static final MediaTap.Stream MIC = stream(Source.MIC, "opus", 1);
    private static final long STARTED_MS = 1_790_000_000_000L;
    private static final long MS = 1_000_000;

    @TempDir Path root;
    private SpeechFolders folders;
    private final Journals journals = new Journals(Journals.Limits.DEFAULT);
    private long nowMs = STARTED_MS;

    @BeforeEach
    void find() {
        folders = new SpeechFolders(root.resolve("transcripts"));
    }

    @AfterEach
    void close() {
        journals.close();
    }

    private static MediaTap.Stream stream(Source source, String codec, int ssrc) {
        return new MediaTap.Stream(ANN, source, 0, codec, 48_000, ssrc);
    }

    private SpeechJournal open(long maxBytes) throws IOException {
        SpeechJournal opened =
                SpeechJournal.open(folders, SESSION, () -> nowMs, journals, maxBytes);
        opened.began(0);
        return opened;
    }

    private static void say(MediaTap tap, MediaTap.Stream stream, int packets, long fromNs) {
        for (int i = 0; i < packets; i++) {
            tap.packet(stream, MediaTap.NO_LEVEL, new byte[84], 2, 80, fromNs + i * 20L * MS);
        }
    }

    private List<Track> tracks() throws IOException {
        var tracks = new ArrayList<Track>();
        for (Path each : files()) {
            try (JournalReader reader = JournalReader.open(each)) {
                tracks.add(reader.track());
            }
        }
        return tracks;
    }

    private List<JournalEntry> entries(int journal) throws IOException {
        var entries = new ArrayList<JournalEntry>();
        try (JournalReader reader = JournalReader.open(files().get(journal))) {
            for (JournalEntry next = reader.next(); next != null; next = reader.next()) {
                entries.add(next);
            }
        }
        return entries;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folders.of(SESSION))) {
            return files.filter(each -> each.toString().endsWith(".journal")).sorted().toList();
        }
    }

    @Test
    void keepsMicrophonesOnly() throws IOException {
        SpeechJournal journal = open(1_000_000);
        say(journal, stream(Source.CAM, "VP8", 2), 10, 0);
        say(journal, stream(Source.SCREEN_AUDIO, "opus", 3), 10, 0);
        say(journal, stream(Source.MIC, "PCMU", 4), 10, 0);
        say(journal, MIC, 10, 0);
        journal.gate(ANN, Source.CAM, false, 200 * MS);
        journal.gate(ANN, Source.MIC, false, 200 * MS);
        journal.report(MIC, 7, 8, 210 * MS);
        journal.left(ANN, 220 * MS);
        journal.end().toCompletableFuture().join();

        assertThat(tracks()).containsExactly(new Track(ANN, Source.MIC, 0, "opus", 48_000, 0));
        List<JournalEntry> all = entries(0);
        assertThat(all).filteredOn(JournalEntry.Packet.class::isInstance).hasSize(10);
        assertThat(all.subList(all.size() - 3, all.size()))
                .containsExactly(
                        new JournalEntry.Gate(200_000, false),
                        new JournalEntry.SenderReport(210_000, 7, 8),
                        new JournalEntry.Closed(220_000));
        assertThat(journal.refused()).isZero();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folders.of(SESSION))))
                .isEqualTo("rwx------");
    }

    /// Another process goes on where one was killed.
    @Test
    void goesOnOnTheSameClock() throws IOException {
        SpeechJournal killed = open(1_000_000);
        say(killed, MIC, 5, 0);
        killed.end().toCompletableFuture().join();
        nowMs += 60_000;
        SpeechJournal next = open(1_000_000);
        say(next, MIC, 5, 0);
        next.end().toCompletableFuture().join();

        assertThat(next.startedAtMs()).isEqualTo(STARTED_MS);
        assertThat(folders.startedAtMs(SESSION)).isEqualTo(STARTED_MS);
        assertThat(tracks()).extracting(Track::startedUs).containsExactly(0L, 60_000_000L);
        try (CueReader cues = CueReader.open(folders.of(SESSION))) {
            assertThat(cues.next()).isEqualTo(new live.lyceum.recorder.api.Cue.Resumed(60_000));
        }
        assertThat(folders.all()).containsExactly(SESSION);
    }

    @Test
    void takesNothingMoreWhenItIsFull() throws IOException {
        SpeechJournal journal = open(2_000);
        say(journal, MIC, 30, 0);
        journal.end().toCompletableFuture().join();
        long taken = entries(0).stream().filter(JournalEntry.Packet.class::isInstance).count();

        assertThat(taken).isBetween(15L, 20L);
        assertThat(journal.refused()).isEqualTo(30 - taken);
        assertThat(Files.size(files().getFirst())).isLessThanOrEqualTo(2_100);
        // What a process before has kept counts.
        SpeechJournal next = open(2_000);
        say(next, MIC, 30, 0);
        assertThat(next.refused()).isGreaterThan(27);
    }

    @Test
    void isDeleted() throws IOException {
        assertThat(folders.all()).isEmpty();
        SpeechJournal journal = open(1_000_000);
        say(journal, MIC, 5, 0);
        journal.end().toCompletableFuture().join();
        folders.delete(SESSION);

        assertThat(folders.of(SESSION)).doesNotExist();
        assertThat(folders.all()).isEmpty();
        folders.delete(SESSION);
    }
}
