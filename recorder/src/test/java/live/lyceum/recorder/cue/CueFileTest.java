package live.lyceum.recorder.cue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.RecordingId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CueFileTest {
    private static final Heading HEADING =
            new Heading(
                    new RecordingId("rec_1"),
                    "ses_1",
                    "Brüche \"von vorn\"\n",
                    Instant.parse("2026-11-25T10:00:00.123Z"));
    private static final List<Cue> CUES =
            List.of(
                    new Cue.Person(0, new ParticipantId("mina"), "Mina Köhler", Cue.Part.MENTOR),
                    new Cue.Person(9, new ParticipantId("leo"), "李雷 😀", Cue.Part.LEARNER),
                    new Cue.Topic(1_000, "Halves\n& quarters"),
                    new Cue.Resumed(5_000),
                    new Cue.Ended(9_000));

    @TempDir Path folder;

    private static List<Cue> rest(CueReader reader) throws IOException {
        var all = new ArrayList<Cue>();
        for (Cue each = reader.next(); each != null; each = reader.next()) {
            all.add(each);
        }
        return all;
    }

    private Path file() {
        return folder.resolve(CueFile.NAME);
    }

    private void write() throws IOException {
        try (var file = CueFile.create(folder, HEADING)) {
            for (Cue each : CUES) {
                file.append(each);
            }
        }
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        write();

        try (var reader = CueReader.open(folder)) {
            assertThat(reader.heading()).isEqualTo(HEADING);
            assertThat(rest(reader)).isEqualTo(CUES);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aReaderSeesEachLineWhenItIsWhole() throws IOException {
        write();
        byte[] whole = Files.readAllBytes(file());
        int heading = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n');
        Files.write(file(), Arrays.copyOf(whole, heading));
        assertThatThrownBy(() -> CueReader.open(folder)).hasMessageContaining("heading");

        Files.write(file(), Arrays.copyOf(whole, heading + 1));
        try (var reader = CueReader.open(folder)) {
            var read = new ArrayList<Cue>();
            for (int i = heading + 1; i < whole.length; i++) {
                Files.write(file(), new byte[] {whole[i]}, StandardOpenOption.APPEND);
                List<Cue> more = rest(reader);
                assertThat(more).hasSize(whole[i] == '\n' ? 1 : 0);
                read.addAll(more);
            }
            assertThat(read).isEqualTo(CUES);
        }
    }

    @Test
    void anUnfinishedLastLineIsCutOff() throws IOException {
        write();
        byte[] whole = Files.readAllBytes(file());
        for (int cut = 1; cut < 120; cut++) {
            Files.write(file(), Arrays.copyOf(whole, whole.length - cut));
            try (var file = CueFile.reopen(folder)) {
                file.append(new Cue.Ended(1));
            }
            try (var reader = CueReader.open(folder)) {
                List<Cue> read = rest(reader);
                assertThat(read.getLast()).isEqualTo(new Cue.Ended(1));
                assertThat(CUES).startsWith(read.subList(0, read.size() - 1).toArray(Cue[]::new));
                assertThat(read.size() - 1).isGreaterThanOrEqualTo(CUES.size() - 5);
            }
        }
    }

    @Test
    void aRecordingHasOneCueFile() throws IOException {
        write();

        assertThatThrownBy(() -> CueFile.create(folder, HEADING))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> CueReader.open(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> CueFile.reopen(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"atMs\":1}",
                "{\"atMs\":\"1\",\"ended\":true}",
                "{\"atMs\":1,\"person\":{\"id\":\"a b\",\"name\":\"\",\"part\":\"mentor\"}}",
                "{\"atMs\":1,\"person\":{\"id\":\"a\",\"name\":\"\",\"part\":\"guest\"}}",
                "{\"atMs\":1,\"topic\":{}}",
                "{\"atMs\":1,\"ended\":true} x"
            })
    void aLineThatIsNoCueIsRefused(String line) throws IOException {
        write();
        Files.writeString(file(), line + "\n", StandardOpenOption.APPEND);

        try (var reader = CueReader.open(folder)) {
            assertThatThrownBy(() -> rest(reader)).isInstanceOf(IOException.class);
        }
    }
}
