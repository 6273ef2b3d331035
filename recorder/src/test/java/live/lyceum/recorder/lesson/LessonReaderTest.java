package live.lyceum.recorder.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.testkit.Dummy;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.VirtualLesson;
import live.lyceum.recorder.testkit.VirtualSender;
import live.lyceum.recorder.testkit.VirtualStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LessonReaderTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Codec.class)
    void everyFrameIsThereInTheOrderOfTime(Codec codec) {
        VirtualStream stream;
        try (var lesson = new VirtualLesson(folder, 1)) {
            VirtualSender ann = lesson.join("ann").clock(7_000_000, 50).network(Network.GOOD);
            stream = ann.stream(codec.video() ? Source.CAM : Source.MIC, codec);
            lesson.talk(10_000_000);
            lesson.runTo(11_000_000);
        }
        Reading read = Reading.of(folder);

        List<LessonEvent.Frame> frames = read.frames(1);
        assertThat(frames).hasSize(codec.video() ? 301 : 500);
        assertThat(frames).noneMatch(LessonEvent.Frame::gap);
        assertThat(frames.stream().filter(LessonEvent.Frame::key)).hasSize(codec.video() ? 4 : 500);
        assertThat(frames).extracting(each -> Dummy.timeOf(each.data())).isSorted();
        assertThat(read.events()).isSortedAccordingTo(Comparator.comparingLong(LessonEvent::atUs));
        assertThat(read.events().getFirst()).isInstanceOf(LessonEvent.Began.class);
        assertThat(read.events().getLast()).isEqualTo(new LessonEvent.Ended(1, 11_000_000));
        assertThat(frames).allMatch(each -> Reading.off(each) > 0 && Reading.off(each) < 70_000);
        assertThat(stream.track()).isEqualTo(1);
    }
}
