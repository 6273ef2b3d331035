package live.lyceum.recorder.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.Track;
import live.lyceum.recorder.testkit.JournalWriter;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.VirtualLesson;
import live.lyceum.recorder.testkit.VirtualSender;
import live.lyceum.recorder.testkit.VirtualStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Journals that end, that are cut off, and that are none.
class LessonFilesTest {
    private static final long S = 1_000_000;

    @TempDir Path folder;

    private static VirtualSender ann(VirtualLesson lesson) {
        VirtualSender ann = lesson.join("ann").clock(S, 10).network(Network.GOOD);
        ann.stream(Source.MIC, Codec.OPUS);
        ann.stream(Source.CAM, Codec.VP8);
        return ann;
    }

    private Path journal(int number) {
        return folder.resolve("%04d.journal".formatted(number));
    }

    private static <T extends LessonEvent> List<T> of(List<LessonEvent> all, Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void whatTheServerLeftWhenItWasKilledEndsAtTheCut() throws IOException {
        var events = new ArrayList<LessonEvent>();
        try (LessonReader reader = LessonReader.open(folder);
                var lesson = new VirtualLesson(folder, 1)) {
            ann(lesson);
            lesson.talk(10 * S);
            lesson.kill();
            reader.read(15 * S);
            Reading.drain(reader, events);
            assertThat(of(events, LessonEvent.Ended.class)).isEmpty();
            assertThat(reader.settledUs()).isBetween(12 * S, 13 * S);

            reader.cut(40 * S);
            lesson.runTo(41 * S);
            ann(lesson);
            lesson.talk(50 * S);
            reader.read(50 * S);
            Reading.drain(reader, events);
            assertThat(of(events, LessonEvent.Ended.class))
                    .extracting(LessonEvent.Ended::track)
                    .containsExactlyInAnyOrder(1, 2);
            assertThat(of(events, LessonEvent.Began.class)).hasSize(4);
            lesson.kill();
            reader.finish();
            Reading.drain(reader, events);
            assertThat(of(events, LessonEvent.Ended.class)).hasSize(4);
            assertThat(reader.damaged()).isEmpty();
        }
        assertThat(events).isSortedAccordingTo((a, b) -> Long.compare(a.atUs(), b.atUs()));
        List<LessonEvent> after = Reading.of(folder).events();
        assertThat(of(after, LessonEvent.Frame.class))
                .hasSameSizeAs(of(events, LessonEvent.Frame.class));
        LessonEvent.Ended first = of(after, LessonEvent.Ended.class).getFirst();
        assertThat(first.atUs()).isBetween(9_900_000L, 10 * S);
    }

    @Test
    void aFileThatWasCutOffAnywhereHasTheFramesFromBefore() throws IOException {
        try (var lesson = new VirtualLesson(folder, 2)) {
            ann(lesson);
            lesson.talk(6 * S);
        }
        List<LessonEvent.Frame> whole = Reading.of(folder).frames(2);
        byte[] bytes = Files.readAllBytes(journal(2));
        var random = new Random(2);
        for (int i = 0; i < 40; i++) {
            Files.write(journal(2), Arrays.copyOf(bytes, 100 + random.nextInt(bytes.length - 100)));
            Reading read = Reading.of(folder);
            List<LessonEvent.Frame> frames = read.frames(2);

            assertThat(read.damaged()).isEmpty();
            assertThat(read.frames(1)).hasSizeGreaterThan(290);
            assertThat(frames)
                    .extracting(LessonEvent.Frame::data)
                    .containsExactlyElementsOf(
                            whole.subList(0, frames.size()).stream()
                                    .map(LessonEvent.Frame::data)
                                    .toList());
            assertThat(read.of(LessonEvent.Ended.class, 2)).hasSize(1);
        }
    }

    @Test
    void whatIsDamagedOrNoJournalIsToldAndHarmsNothingElse() throws IOException {
        try (var lesson = new VirtualLesson(folder, 3)) {
            ann(lesson);
            lesson.talk(6 * S);
        }
        byte[] bytes = Files.readAllBytes(journal(2));
        bytes[bytes.length / 2] ^= 1;
        Files.write(journal(2), bytes);
        Files.write(journal(3), new byte[0]);
        Files.write(journal(4), new byte[1_000]);
        Files.createDirectory(journal(5));
        var track = new Track(new ParticipantId("x"), Source.CAM, 0, "H265", 90_000, 0);
        new JournalWriter(journal(6), track).close();
        var noRate = new Track(new ParticipantId("x"), Source.CAM, 0, "VP8", 0, 0);
        new JournalWriter(journal(7), noRate).close();
        Files.writeString(folder.resolve("cues.jsonl"), "{}");
        Reading read = Reading.of(folder);

        assertThat(read.damaged())
                .extracting(LessonReader.Damage::track)
                .containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7);
        assertThat(read.frames(1)).hasSizeGreaterThan(290);
        assertThat(read.frames(2)).hasSizeBetween(80, 100);
    }

    @Test
    void aJournalThatIsNotYetOneIsReadWhenItIs() throws IOException {
        var events = new ArrayList<LessonEvent>();
        Files.createFile(journal(1));
        try (LessonReader reader = LessonReader.open(folder)) {
            reader.read(3 * S);
            Reading.drain(reader, events);
            Files.delete(journal(1));
            var track = new Track(new ParticipantId("x"), Source.MIC, 0, "opus", 48_000, 4 * S);
            new JournalWriter(journal(1), track).close();
            reader.read(10 * S);
            Reading.drain(reader, events);
            assertThat(events).containsExactly(new LessonEvent.Began(1, 4 * S, track));
            assertThat(reader.damaged()).isEmpty();
        }
    }

    @Test
    @Timeout(30)
    void anEmptyFolderHasNothing() throws IOException {
        try (LessonReader reader = LessonReader.open(folder)) {
            assertThat(reader.next()).isNull();
            reader.read(500_000_000 * S);
            assertThat(reader.next()).isNull();
            assertThat(reader.settledUs()).isBetween(499_999_997 * S, 499_999_998 * S);
        }
        assertThat(Reading.of(folder).events()).isEmpty();
    }

    @Test
    void gatesLieBetweenTheFramesTheyLieBetween() {
        try (var lesson = new VirtualLesson(folder, 4)) {
            VirtualSender ann = ann(lesson).network(Network.LOSSY);
            for (int i = 1; i < 20; i++) {
                ann.gate(Source.CAM, i % 2 == 0, i * S);
            }
            lesson.talk(20 * S);
        }
        List<LessonEvent> events = Reading.of(folder).events();
        boolean open = true;
        int gates = 0;
        boolean first = false;
        for (LessonEvent each : events) {
            if (each instanceof LessonEvent.Gate gate) {
                assertThat(gate.open()).isNotEqualTo(open);
                assertThat(gate.atUs() % S)
                        .isBetween(0L, S)
                        .matches(us -> us < 1_000 || us > 900_000);
                open = gate.open();
                first = open;
                gates++;
            } else if (each instanceof LessonEvent.Frame frame && frame.track() == 2) {
                assertThat(open).isTrue();
                assertThat(frame.gap()).isEqualTo(frame.gap() || first);
                first = false;
            }
        }
        assertThat(gates).isEqualTo(19);
    }

    @Test
    void whatWasNotWrittenIsAGap() {
        VirtualStream mic;
        try (var lesson = new VirtualLesson(folder, 5)) {
            mic = lesson.join("ann").network(Network.PERFECT).stream(Source.MIC, Codec.OPUS);
            lesson.talk(2 * S);
            mic.missed(2 * S + 30_000, 7);
            lesson.talk(4 * S);
        }
        List<LessonEvent.Frame> gaps =
                Reading.of(folder).frames(mic.track()).stream()
                        .filter(LessonEvent.Frame::gap)
                        .toList();

        assertThat(gaps).hasSize(1);
        assertThat(gaps.getFirst().atUs()).isBetween(2 * S, 2_100_000L);
    }

    @Test
    void whatComesTooLateIsLeftOutAndCounted() {
        try (var lesson = new VirtualLesson(folder, 6)) {
            VirtualSender ann = ann(lesson);
            lesson.talk(20 * S);
            ann.network(new Network(30_000, 0, 0, 0, 0, 0)).stall(2_600_000);
            lesson.talk(40 * S);
        }
        Reading read = Reading.of(folder);

        assertThat(read.counts().late()).isBetween(50L, 100L);
        assertThat(read.frames(1)).filteredOn(LessonEvent.Frame::gap).hasSize(1);
        assertThat(read.frames(1).size() + read.frames(2).size() + read.counts().late())
                .isGreaterThan(3_195);
    }

    @Test
    @Timeout(30)
    void timesFromNowhereHoldNothingUp() {
        var track = new Track(new ParticipantId("x"), Source.MIC, 0, "opus", 48_000, 0);
        try (var journal = new JournalWriter(journal(1), track)) {
            byte[] rtp = new byte[20];
            rtp[0] = (byte) 0x80;
            journal.add(new JournalEntry.Packet(-5, rtp.clone()));
            journal.add(new JournalEntry.Packet(1L << 55, rtp.clone()));
            journal.add(new JournalEntry.Packet(7, rtp.clone()));
            rtp[3] = 1;
            journal.add(new JournalEntry.Packet(1L << 60, rtp));
        }
        Reading read = Reading.of(folder);

        assertThat(read.frames(1)).hasSize(2);
        assertThat(read.counts().unwanted()).isEqualTo(2);
        assertThat(read.of(LessonEvent.Ended.class, 1)).hasSize(1);
    }

    @Test
    void whateverIsInAJournalIsReadWithoutAnError() {
        var random = new Random(7);
        int number = 0;
        for (Codec codec : Codec.values()) {
            number++;
            Source source = codec.video() ? Source.CAM : Source.MIC;
            var track =
                    new Track(
                            new ParticipantId("x" + number),
                            source,
                            0,
                            codec.encodingName(),
                            codec.clockRateHz(),
                            0);
            try (var journal = new JournalWriter(journal(number), track)) {
                for (int i = 0; i < 20_000; i++) {
                    byte[] bytes = new byte[random.nextInt(60)];
                    random.nextBytes(bytes);
                    if (bytes.length > 12 && random.nextInt(10) > 0) {
                        bytes[0] = (byte) 0x80;
                        bytes[2] = (byte) (i >> 8);
                        bytes[3] = (byte) i;
                        if (random.nextInt(10) > 0) {
                            Bytes.put32(bytes, 4, i * codec.clockRateHz() / 500);
                        }
                    }
                    long atUs = i * 2_000L;
                    journal.add(
                            switch (random.nextInt(100)) {
                                case 0 ->
                                        new JournalEntry.SenderReport(
                                                atUs, random.nextLong(), random.nextInt());
                                case 1 -> new JournalEntry.Gate(atUs, random.nextBoolean());
                                case 2 -> new JournalEntry.Missed(atUs, random.nextInt());
                                default -> new JournalEntry.Packet(atUs, bytes);
                            });
                }
            }
        }
        Reading read = Reading.of(folder);

        assertThat(read.damaged()).isEmpty();
        assertThat(read.events()).isSortedAccordingTo((a, b) -> Long.compare(a.atUs(), b.atUs()));
        assertThat(read.frames(1)).hasSizeGreaterThan(1_000);
    }
}
