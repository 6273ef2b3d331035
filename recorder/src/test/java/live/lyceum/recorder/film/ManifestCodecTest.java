package live.lyceum.recorder.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.RecordingId;
import org.junit.jupiter.api.Test;

class ManifestCodecTest {
    private static final Manifest.Track TRACK =
            new Manifest.Track(
                    "track-0001.webm",
                    new ParticipantId("mina"),
                    "Mina",
                    Cue.Part.MENTOR,
                    Source.SCREEN_AUDIO,
                    0,
                    "opus",
                    12,
                    8_000,
                    List.of(new Manifest.Gap(1, 2, Manifest.Why.MUTED)));

    private static Manifest manifest(Film.Lack incomplete) {
        return new Manifest(
                new RecordingId("rec_1"),
                "ses_1",
                "Fractions",
                Instant.parse("2026-11-25T10:00:00Z"),
                9_000,
                Manifest.State.READY,
                incomplete,
                List.of(TRACK),
                List.of(new Film.Chapter(0, "Fractions")),
                List.of(new Film.File("strip.vtt", Film.Kind.STRIP_INDEX, "text/vtt", 7, "ab")));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Manifest damaged = manifest(Film.Lack.DAMAGED);
        assertThat(ManifestCodec.read(ManifestCodec.write(damaged))).isEqualTo(damaged);
        assertThat(ManifestCodec.readTrack(ManifestCodec.write(TRACK))).isEqualTo(TRACK);
        assertThat(ManifestCodec.write(damaged))
                .contains("\"incomplete\" : \"damaged\"")
                .contains("\"source\" : \"screen_audio\"")
                .contains("\"kind\" : \"strip_index\"");
    }

    @Test
    void whatIsNoManifestIsRefused() {
        for (String each : List.of("", "{}", "{\"version\":2}", "{\"version\":1}")) {
            assertThatThrownBy(() -> ManifestCodec.read(each)).isInstanceOf(IOException.class);
        }
    }
}
