package live.lyceum.recorder.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.Scene;
import org.junit.jupiter.api.Test;

class PaintTest {
    private static final Typeface FACE = Typeface.bundled();

    @Test
    void theFontsHaveTheScriptsTheySay() {
        for (String each :
                List.of("Mina Köhler", "Łukasz", "Оксана", "Αλέξανδρος", "Ngọc Nguyễn", "a\tb")) {
            assertThat(FACE.covers(each)).as(each).isTrue();
            assertThat(FACE.width(each, 20)).isBetween(10f, 200f);
        }
        for (String each : List.of("", " ", "李雷", "שרה", "😀 Mina")) {
            assertThat(FACE.covers(each)).as(each).isFalse();
        }
    }

    @Test
    void aLongNameIsCutWithAnEllipsis() {
        String fit = FACE.fit("A name that goes on and on", 20, 120);
        assertThat(fit).startsWith("A name").endsWith("…");
        assertThat(FACE.width(fit, 20)).isLessThanOrEqualTo(120);
        assertThat(FACE.fit("Mina", 20, 120)).isEqualTo("Mina");
    }

    /// An l is a bar: its area is what is covered, wherever it stands between pixels.
    @Test
    void coverageIsExact() {
        double first = 0;
        for (int i = 0; i < 8; i++) {
            var coverage = new Coverage(40, 60);
            FACE.draw("l", 48, 10 + i / 8f, 30 + i / 8f, coverage);
            double sum = 0;
            for (float each : coverage.pixels()) {
                assertThat(each).isBetween(0f, 1f);
                sum += each;
            }
            first = i == 0 ? sum : first;
            assertThat(sum).isCloseTo(first, within(0.5)).isGreaterThan(100);
        }
    }

    @Test
    void aSpriteIsLaidOverByItsAlpha() {
        var painting = new Painting(4, 4);
        painting.fill(Painting.plain(Colour.of(0xffffff).withAlpha(0.5f)));
        Planes planes = Planes.of(8, 8);
        for (int i = 0; i < planes.y().capacity(); i++) {
            planes.y().put(i, (byte) 16);
        }
        new Sprite(painting).draw(planes, 2, 2);
        assertThat(planes.y().get(0)).isEqualTo((byte) 16);
        assertThat(planes.y().get(2 * 8 + 2) & 255).isCloseTo((16 + 235) / 2, within(2));
        assertThat(planes.y().get(6 * 8 + 6)).isEqualTo((byte) 16);
    }

    @Test
    void cardsAndLabelsAreDrawnForEveryNameAndSize() {
        for (FilmFormat format :
                List.of(FilmFormat.DEFAULT, new FilmFormat(160, 90, 40, 1_000, 100_000))) {
            var looks = new Looks(format, FACE);
            for (String name : List.of("Mina Köhler", "", "李雷", "x".repeat(500))) {
                for (Scene.State state : Scene.State.values()) {
                    var tile =
                            new Scene.Tile(
                                    new ParticipantId("mina"),
                                    name,
                                    Cue.Part.MENTOR,
                                    state,
                                    -1,
                                    true);
                    for (int width : new int[] {2, 60, 228, 608}) {
                        Sprite card = looks.card(tile, width, Math.max(2, width / 4 * 2));
                        assertThat(card.width()).isEqualTo(width);
                        Sprite label = looks.label(tile, width, 400);
                        if (label != null && width > 60) {
                            assertThat(label.width()).isLessThanOrEqualTo(width);
                        }
                    }
                }
            }
        }
        assertThat(Looks.initials("Mina von Köhler")).isEqualTo("MK");
        assertThat(Looks.initials(" ")).isEmpty();
    }
}
