package live.lyceum.recorder.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Track TRACK =
            new Track(new ParticipantId("mina"), Source.CAM, 2, "VP8", 90_000, 5_000_000);

    @TempDir Path folder;

    private static List<JournalEntry> sample() {
        var random = new Random(1);
        var entries = new ArrayList<JournalEntry>();
        entries.add(new JournalEntry.Opened(TRACK));
        for (int i = 0; i < 50; i++) {
            byte[] rtp = new byte[random.nextInt(1_400)];
            random.nextBytes(rtp);
            entries.add(new JournalEntry.Packet(5_000_000 + i * 20_000L, rtp));
        }
        entries.add(new JournalEntry.SenderReport(6_000_000, 0xe000_0000_8000_0000L, -5));
        entries.add(new JournalEntry.Gate(6_000_001, false));
        entries.add(new JournalEntry.Missed(6_000_002, 7));
        entries.add(new JournalEntry.Closed(6_000_003));
        return entries;
    }

    private static byte[] written(List<JournalEntry> entries) {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 20).putLong(JournalCodec.MAGIC);
        entries.forEach(each -> assertThat(JournalCodec.write(each, bytes)).isTrue());
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void assertSame(JournalEntry read, JournalEntry wrote) {
        if (read instanceof JournalEntry.Packet packet) {
            assertThat(packet.atUs()).isEqualTo(wrote.atUs());
            assertThat(packet.rtp()).isEqualTo(((JournalEntry.Packet) wrote).rtp());
        } else {
            assertThat(read).isEqualTo(wrote);
        }
    }

    private List<JournalEntry> read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("1.journal"), bytes);
        var read = new ArrayList<JournalEntry>();
        try (JournalReader reader = JournalReader.open(file)) {
            assertThat(reader.track()).isEqualTo(TRACK);
            for (JournalEntry next = reader.next(); next != null; next = reader.next()) {
                read.add(next);
            }
        }
        return read;
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        List<JournalEntry> wrote = sample();
        List<JournalEntry> read = read(written(wrote));

        assertThat(read).hasSize(wrote.size() - 1);
        for (int i = 0; i < read.size(); i++) {
            assertSame(read.get(i), wrote.get(i + 1));
        }
    }

    @Test
    void aFileThatWasCutOffAnywhereHasAllBeforeTheCut() throws IOException {
        List<JournalEntry> wrote =
                List.of(
                        new JournalEntry.Opened(TRACK),
                        new JournalEntry.Packet(5_000_001, new byte[40]),
                        new JournalEntry.Gate(5_000_002, true),
                        new JournalEntry.SenderReport(5_000_003, 1, 2),
                        new JournalEntry.Closed(5_000_004));
        byte[] whole = written(wrote);
        int opened = written(wrote.subList(0, 1)).length;
        for (int length = opened; length < whole.length; length++) {
            int fits = 0;
            while (written(wrote.subList(0, fits + 1)).length <= length) {
                fits++;
            }
            assertThat(read(Arrays.copyOf(whole, length))).as("%d bytes", length).hasSize(fits - 1);
        }
    }

    @Test
    void whatIsDamagedEndsTheJournalThere() throws IOException {
        List<JournalEntry> wrote = sample();
        byte[] whole = written(wrote);
        int third = written(wrote.subList(0, 3)).length;
        whole[third + 20] ^= 1;

        assertThat(read(whole)).hasSize(2);
    }

    @Test
    void whatGrowsIsReadOn() throws IOException {
        List<JournalEntry> wrote = sample();
        byte[] whole = written(wrote);
        int part = written(wrote.subList(0, 10)).length + 3;
        Path file = Files.write(folder.resolve("2.journal"), Arrays.copyOf(whole, part));
        try (JournalReader reader = JournalReader.open(file)) {
            int read = 0;
            while (reader.next() != null) {
                read++;
            }
            assertThat(read).isEqualTo(9);
            Files.write(file, whole);
            while (reader.next() != null) {
                read++;
            }
            assertThat(read).isEqualTo(wrote.size() - 1);
            assertThat(reader.position()).isEqualTo(whole.length);
        }
    }

    @Test
    void whatIsNoJournalIsRefused() throws IOException {
        for (byte[] other : List.of(new byte[0], new byte[100], written(List.of()))) {
            Path file = Files.write(folder.resolve("3.journal"), other);
            assertThatThrownBy(() -> JournalReader.open(file)).isInstanceOf(IOException.class);
        }
        Path packetFirst =
                Files.write(folder.resolve("4.journal"), written(List.of(sample().get(1))));
        assertThatThrownBy(() -> JournalReader.open(packetFirst)).isInstanceOf(IOException.class);
    }

    @Test
    void anythingCanBeReadWithoutAnError() {
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (JournalCodec.read(buffer) == null) {
                assertThat(buffer.position()).isZero();
            }
        }
    }
}
