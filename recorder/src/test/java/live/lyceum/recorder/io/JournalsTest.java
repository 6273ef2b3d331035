package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.JournalReader;
import live.lyceum.recorder.journal.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalsTest {
    private static final Track TRACK =
            new Track(new ParticipantId("ann"), Source.MIC, 0, "opus", 48_000, 0);

    @TempDir Path folder;
    private final List<IOException> failures = new CopyOnWriteArrayList<>();

    private static JournalEntry.Packet packet(int number) {
        byte[] rtp = new byte[1_200];
        rtp[0] = (byte) 0x80;
        rtp[2] = (byte) (number >> 8);
        rtp[3] = (byte) number;
        return new JournalEntry.Packet(number * 20_000L, rtp);
    }

    private static List<JournalEntry> read(Path file) throws IOException {
        var read = new ArrayList<JournalEntry>();
        try (JournalReader reader = JournalReader.open(file)) {
            for (JournalEntry next = reader.next(); next != null; next = reader.next()) {
                read.add(next);
            }
        }
        return read;
    }

    @Test
    void whatNobodyForesawEndsOneJournalOnly() throws Exception {
        try (var journals = new Journals(Journals.Limits.DEFAULT)) {
            Journals.Journal strange =
                    journals.open(folder.resolve("1.journal"), TRACK, failures::add);
            strange.add(new JournalEntry.Packet(0, new byte[5_000]));
            Path file = folder.resolve("2.journal");
            Journals.Journal other = journals.open(file, TRACK, failures::add);
            other.add(packet(1));
            other.end(new JournalEntry.Closed(9)).toCompletableFuture().get(5, TimeUnit.SECONDS);

            assertThat(read(file)).hasSize(2);
            assertThat(failures).hasSize(1);
        }
    }

    @Test
    void whatIsTakenIsWritten() throws Exception {
        Path one = folder.resolve("1.journal");
        Path other = folder.resolve("2.journal");
        try (var journals = new Journals(Journals.Limits.DEFAULT)) {
            Journals.Journal first = journals.open(one, TRACK, failures::add);
            Journals.Journal second = journals.open(other, TRACK, failures::add);
            for (int i = 0; i < 500; i++) {
                assertThat(first.add(packet(i))).isTrue();
                assertThat(second.add(packet(-i))).isTrue();
            }
            first.end(new JournalEntry.Closed(9)).toCompletableFuture().get();
            assertThat(read(one)).hasSize(501);
            assertThat(read(one).getLast()).isEqualTo(new JournalEntry.Closed(9));
            // Nobody ended this one, and it is there all the same.
            await().untilAsserted(() -> assertThat(read(other)).hasSize(500));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                .isEqualTo("rw-------");
        assertThat(failures).isEmpty();
    }

    @Test
    void whatIsTooMuchIsRefusedAndCounted() {
        try (var journals = new Journals(new Journals.Limits(10_000, 3_000))) {
            Journals.Journal journal =
                    journals.open(folder.resolve("1.journal"), TRACK, failures::add);
            long taken = 0;
            for (int i = 0; i < 10_000; i++) {
                taken += journal.add(packet(i)) ? 1 : 0;
            }
            assertThat(journals.refused()).isEqualTo(10_000 - taken).isPositive();
            await().until(() -> journals.waiting() == 0);
            assertThat(journal.add(packet(1))).isTrue();
        }
    }

    @Test
    void aJournalThatCannotBeWrittenSaysSoOnceAndHoldsUpNoOther() throws Exception {
        Path there = Files.createFile(folder.resolve("1.journal"));
        Path other = folder.resolve("2.journal");
        try (var journals = new Journals(Journals.Limits.DEFAULT)) {
            Journals.Journal broken = journals.open(there, TRACK, failures::add);
            Journals.Journal good = journals.open(other, TRACK, failures::add);
            broken.add(packet(1));
            good.add(packet(1));
            await().until(() -> !failures.isEmpty());
            assertThat(broken.add(packet(2))).isFalse();
            assertThat(broken.end(new JournalEntry.Closed(1)).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
            good.end(new JournalEntry.Closed(1)).toCompletableFuture().get();
        }
        assertThat(failures).hasSize(1);
        assertThat(read(other)).hasSize(2);
    }

    @Test
    void theEndWritesWhatWasTaken() throws IOException {
        Path file = folder.resolve("1.journal");
        try (var journals = new Journals(Journals.Limits.DEFAULT)) {
            Journals.Journal journal = journals.open(file, TRACK, failures::add);
            for (int i = 0; i < 200; i++) {
                journal.add(packet(i));
            }
        }
        assertThat(read(file)).hasSize(200);
    }
}
