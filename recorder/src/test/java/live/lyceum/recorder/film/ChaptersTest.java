package live.lyceum.recorder.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;
import org.junit.jupiter.api.Test;

class ChaptersTest {
    private static List<Film.Chapter> of(Cue.Topic... topics) {
        return Chapters.of(List.of(topics), "The lesson", 60_000);
    }

    @Test
    void chaptersBeginWithTheLesson() {
        assertThat(of()).isEmpty();
        assertThat(of(new Cue.Topic(5_000, "One")))
                .containsExactly(new Film.Chapter(0, "The lesson"), new Film.Chapter(5_000, "One"));
        assertThat(of(new Cue.Topic(400, "One"), new Cue.Topic(9_000, "Two\nlines ")))
                .containsExactly(new Film.Chapter(0, "One"), new Film.Chapter(9_000, "Two lines"));
    }

    @Test
    void ofTopicsWithinASecondTheLastCounts() {
        assertThat(
                        of(
                                new Cue.Topic(0, "One"),
                                new Cue.Topic(5_000, "Wrong"),
                                new Cue.Topic(5_600, "Two"),
                                new Cue.Topic(70_000, "Too late")))
                .containsExactly(new Film.Chapter(0, "One"), new Film.Chapter(5_000, "Two"));
    }

    @Test
    void chaptersAsWebVtt() {
        String text =
                Vtt.chapters(
                        of(new Cue.Topic(0, "a < b & c"), new Cue.Topic(3_725, "d")), 3_725_001);

        assertThat(text)
                .isEqualTo(
                        """
                        WEBVTT

                        00:00:00.000 --> 00:00:03.725
                        a &lt; b &amp; c

                        00:00:03.725 --> 01:02:05.001
                        d
                        """);
    }

    @Test
    void aStripHasAtMostAHundredThumbnails() {
        for (long endMs : new long[] {1, 5_000, 5_001, 499_999, 500_001, 7_200_000, 36_000_000}) {
            Strip strip = Strip.of(endMs, 160, 90);
            assertThat(strip.count()).isBetween(1, Strip.MOST);
            assertThat((strip.count() - 1) * strip.everyMs()).isLessThan(endMs);
            assertThat(strip.count() * strip.everyMs()).isGreaterThanOrEqualTo(endMs);
            assertThat(strip.left(strip.count() - 1)).isLessThan(strip.allWidth());
            assertThat(strip.top(strip.count() - 1)).isLessThan(strip.allHeight());
        }
        assertThat(Vtt.strip(Strip.of(7_000, 160, 90), "strip.jpg", 7_000))
                .isEqualTo(
                        """
                        WEBVTT

                        00:00:00.000 --> 00:00:05.000
                        strip.jpg#xywh=0,0,160,90

                        00:00:05.000 --> 00:00:07.000
                        strip.jpg#xywh=160,0,160,90
                        """);
    }
}
