package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.TestPeer;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.JournalReader;
import live.lyceum.recorder.journal.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole room in virtual time, taken down.
class RoomRecordingTest {
    private record Taken(Track track, List<JournalEntry> entries) {
        private List<Long> times(Class<? extends JournalEntry> kind) {
            return entries.stream().filter(kind::isInstance).map(JournalEntry::atUs).toList();
        }
    }

    @TempDir Path folder;
    private final SimRoom sim = new SimRoom(11);

    private List<Taken> taken() throws IOException {
        var all = new ArrayList<Taken>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (JournalReader reader = JournalReader.open(file)) {
                    var entries = new ArrayList<JournalEntry>();
                    for (JournalEntry next = reader.next(); next != null; next = reader.next()) {
                        entries.add(next);
                    }
                    all.add(new Taken(reader.track(), entries));
                }
            }
        }
        return all;
    }

    private static List<Taken> of(List<Taken> all, String who, Source source) {
        return all.stream()
                .filter(each -> each.track().who().value().equals(who))
                .filter(each -> each.track().source() == source)
                .sorted(Comparator.comparingLong(each -> each.track().startedUs()))
                .toList();
    }

    /// The recording's clock begins now.
    private LongSupplier clockUs() {
        long zeroNs = sim.nowNs();
        return () -> (sim.nowNs() - zeroNs) / 1_000;
    }

    private void record(Lesson lesson) throws IOException, OfferRefused {
        var failures = new ArrayList<IOException>();
        try (var journals = new Journals(Journals.Limits.DEFAULT)) {
            var recording = new RoomRecording(folder, 0, clockUs(), journals, failures::add);
            sim.room().tap(recording, sim.nowNs());
            lesson.run();
            sim.room().tap(null, sim.nowNs());
            recording.end().toCompletableFuture().join();
        }
        assertThat(failures).isEmpty();
    }

    private interface Lesson {
        void run() throws OfferRefused;
    }

    @Test
    void everyStreamHasAJournalOnOneClock() throws IOException, OfferRefused {
        record(() -> {
            sim.peer("ann").join();
            sim.run(2_000);
            sim.peer("ben").join();
            sim.run(3_000);
        });
        List<Taken> all = taken();
        Taken ann = of(all, "ann", Source.MIC).getFirst();
        Taken ben = of(all, "ben", Source.MIC).getFirst();

        assertThat(ann.track().codec()).isEqualTo("opus");
        assertThat(of(all, "ann", Source.CAM).getFirst().track().codec()).isEqualTo("VP8");
        assertThat(ben.track().startedUs()).isBetween(2_000_000L, 3_000_000L);
        assertThat(ann.times(JournalEntry.Packet.class)).isSorted();
        assertThat(ann.times(JournalEntry.Packet.class).getLast())
                .isBetween(4_900_000L, 5_000_000L);
        assertThat(ann.times(JournalEntry.SenderReport.class)).isNotEmpty();
        assertThat(all)
                .allSatisfy(each ->
                        assertThat(each.entries().getLast())
                                .isEqualTo(new JournalEntry.Closed(5_000_000)));
    }

    @Test
    void whatIsMutedIsAGap() throws IOException, OfferRefused {
        record(() -> {
            sim.peer("ann").join();
            sim.run(1_000);
            sim.room()
                    .gate(new ParticipantId("ann"), new MediaGate(false, true, true), sim.nowNs());
            sim.run(2_000);
            sim.room().gate(new ParticipantId("ann"), MediaGate.OPEN, sim.nowNs());
            sim.run(1_000);
        });
        Taken ann = of(taken(), "ann", Source.MIC).getFirst();

        assertThat(ann.entries())
                .contains(
                        new JournalEntry.Gate(1_000_000, false),
                        new JournalEntry.Gate(3_000_000, true));
        assertThat(ann.times(JournalEntry.Packet.class))
                .noneMatch(at -> at > 1_000_000 && at < 3_000_000)
                .anyMatch(at -> at > 3_000_000);
    }

    @Test
    void whoComesAgainHasAnotherJournal() throws IOException, OfferRefused {
        record(() -> {
            TestPeer ann = sim.peer("ann").join();
            sim.run(1_000);
            sim.room().leave(ann.id(), sim.nowNs());
            sim.run(500);
            sim.peer("ann").join();
            sim.run(1_000);
        });
        List<Taken> twice = of(taken(), "ann", Source.MIC);

        assertThat(twice).hasSize(2);
        assertThat(twice.getFirst().entries().getLast())
                .isEqualTo(new JournalEntry.Closed(1_000_000));
        assertThat(twice.getLast().track().startedUs()).isGreaterThan(1_500_000);
    }

    @Test
    void whatWasNotTakenIsMarked() throws IOException, OfferRefused {
        try (var journals = new Journals(new Journals.Limits(20_000, 2_000))) {
            var recording = new RoomRecording(folder, 0, clockUs(), journals, why -> {});
            sim.room().tap(recording, sim.nowNs());
            sim.peer("ann").join();
            sim.run(20_000);
            sim.room().tap(null, sim.nowNs());
            recording.end().toCompletableFuture().join();
            long missed =
                    taken().stream()
                            .flatMap(each -> each.entries().stream())
                            .filter(JournalEntry.Missed.class::isInstance)
                            .mapToLong(each -> ((JournalEntry.Missed) each).entries())
                            .sum();
            assertThat(missed).isPositive().isLessThanOrEqualTo(journals.refused());
        }
    }

    @Test
    void whoHasTooManyStreamsIsToldOnce() {
        var failures = new ArrayList<IOException>();
        try (var journals = new Journals(Journals.Limits.DEFAULT)) {
            var recording = new RoomRecording(folder, 9_998, () -> 0, journals, failures::add);
            recording.began(0);
            for (int ssrc = 1; ssrc <= 3; ssrc++) {
                assertThat(failures).hasSize(ssrc > 2 ? 1 : 0);
                var stream =
                        new MediaTap.Stream(
                                new ParticipantId("ann"), Source.MIC, 0, "opus", 48_000, ssrc);
                recording.packet(stream, MediaTap.NO_LEVEL, new byte[40], 0, 40, 0);
            }
            assertThat(failures).hasSize(1);
        }
    }
}
