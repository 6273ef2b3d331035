package live.lyceum.recorder.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final List<FilmFormat> FORMATS =
            List.of(
                    FilmFormat.DEFAULT,
                    new FilmFormat(160, 90, 40, 1_000, 100_000),
                    new FilmFormat(640, 480, 40, 1_000, 100_000));

    private static boolean overlap(Box a, Box b) {
        return a.left() < b.left() + b.width()
                && b.left() < a.left() + a.width()
                && a.top() < b.top() + b.height()
                && b.top() < a.top() + a.height();
    }

    @Test
    void everybodyHasAPlaceOfTheirOwn() {
        for (FilmFormat format : FORMATS) {
            for (int people = 0; people <= Layout.MAX_PEOPLE; people++) {
                for (boolean share : new boolean[] {false, true}) {
                    Layout layout = Layout.of(format, people, share);
                    var all = new ArrayList<>(layout.people());
                    assertThat(all).hasSize(people);
                    if (layout.share() != null) {
                        all.add(layout.share());
                    }
                    assertThat(layout.share() != null).isEqualTo(share);
                    for (Box box : all) {
                        assertThat(List.of(box.left(), box.top(), box.width(), box.height()))
                                .allMatch(each -> each % 2 == 0 && each >= 0);
                        assertThat(box.width()).isPositive();
                        assertThat(box.height()).isPositive();
                        assertThat(box.left() + box.width()).isLessThanOrEqualTo(format.width());
                        assertThat(box.top() + box.height()).isLessThanOrEqualTo(format.height());
                        assertThat(all).filteredOn(each -> overlap(each, box)).hasSize(1);
                    }
                }
            }
        }
    }

    @Test
    void twoStandSideBySideAndAScreenIsLargerThanAnybody() {
        List<Box> two = Layout.of(FilmFormat.DEFAULT, 2, false).people();
        assertThat(two.get(0).top()).isEqualTo(two.get(1).top());
        assertThat(two.get(0).width()).isEqualTo(two.get(1).width()).isGreaterThan(600);

        Layout shared = Layout.of(FilmFormat.DEFAULT, 2, true);
        Box screen = shared.share();
        assertThat(screen).isNotNull();
        assertThat(screen.width()).isGreaterThan(950);
        assertThat(shared.people()).allMatch(each -> each.left() > screen.width());
    }

    @Test
    void aFormatIsReadAsItIsWritten() {
        for (FilmFormat each : FORMATS) {
            assertThat(FilmFormat.parse(each.toString())).isEqualTo(each);
        }
    }
}
