package live.lyceum.recorder.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.VirtualLesson;
import live.lyceum.recorder.testkit.VirtualSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read while it is written is what is read afterwards.
class GrowingTest {
    private static final long S = 1_000_000;

    @TempDir Path folder;

    @Test
    void aLessonIsReadWhileItIsGivenAsAfterwards() throws IOException {
        var live = new ArrayList<LessonEvent>();
        long longestBehindUs = 0;
        try (LessonReader reader = LessonReader.open(folder)) {
            try (var lesson = new VirtualLesson(folder, 5)) {
                VirtualSender ann = lesson.join("ann").clock(9 * S, 80).network(Network.LOSSY);
                ann.stream(Source.MIC, Codec.OPUS);
                ann.stream(Source.CAM, Codec.H264);
                VirtualSender ben = null;
                ann.gate(Source.MIC, false, 30 * S);
                ann.gate(Source.MIC, true, 50 * S);
                for (long atUs = 0; atUs < 100 * S; atUs += 290_000) {
                    if (ben == null && atUs > 20 * S) {
                        ben = lesson.join("ben").clock(-3 * S, -90).network(Network.GOOD);
                        ben.stream(Source.MIC, Codec.OPUS);
                        ben.stream(Source.CAM, Codec.AV1);
                        ben.leave(80 * S);
                    }
                    lesson.talk(atUs);
                    // What is in the files is a little older.
                    reader.read(atUs + 400_000);
                    int before = live.size();
                    Reading.drain(reader, live);
                    long settledUs = reader.settledUs();
                    longestBehindUs = Math.max(longestBehindUs, atUs + 400_000 - settledUs);
                    assertThat(live.subList(before, live.size()))
                            .allMatch(each -> each.atUs() <= settledUs);
                }
            }
            reader.finish();
            Reading.drain(reader, live);
            assertThat(reader.settledUs()).isEqualTo(Long.MAX_VALUE);
            assertThat(reader.counts().late()).isZero();
        }
        Reading read = Reading.of(folder);

        assertThat(longestBehindUs).isLessThan(2_700_000);
        assertThat(live).isSortedAccordingTo((a, b) -> Long.compare(a.atUs(), b.atUs()));
        assertSame(byTrack(live), byTrack(read.events()));
    }

    private static Map<Integer, List<LessonEvent>> byTrack(List<LessonEvent> events) {
        var tracks = new HashMap<Integer, List<LessonEvent>>();
        events.forEach(
                each -> tracks.computeIfAbsent(each.track(), _ -> new ArrayList<>()).add(each));
        return tracks;
    }

    private static void assertSame(
            Map<Integer, List<LessonEvent>> live, Map<Integer, List<LessonEvent>> after) {
        assertThat(live.keySet()).isEqualTo(after.keySet()).hasSize(4);
        live.forEach((track, events) -> {
            List<LessonEvent> others = after.getOrDefault(track, List.of());
            assertThat(events).as("track %d", track).hasSameSizeAs(others);
            for (int i = 0; i < events.size(); i++) {
                assertSame(events.get(i), others.get(i), events.getFirst().atUs());
            }
        });
    }

    /// In the first seconds a report that is not there yet is missing.
    private static void assertSame(LessonEvent live, LessonEvent after, long beganUs) {
        assertThat(live).hasSameClassAs(after);
        long apart = Math.abs(live.atUs() - after.atUs());
        assertThat(apart).isLessThanOrEqualTo(live.atUs() - beganUs < 12 * S ? 30_000 : 0);
        if (live instanceof LessonEvent.Frame frame) {
            var other = (LessonEvent.Frame) after;
            assertThat(frame.data()).isEqualTo(other.data());
            assertThat(frame.gap()).isEqualTo(other.gap());
            assertThat(frame.key()).isEqualTo(other.key());
        }
    }
}
