package live.lyceum.recorder.lesson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.recorder.testkit.Dummy;

/// What was read of a folder.
record Reading(
        List<LessonEvent> events, List<LessonReader.Damage> damaged, LessonReader.Counts counts) {
    /// Reads a folder to which nothing is written any more.
    static Reading of(Path folder) {
        try (LessonReader reader = LessonReader.open(folder)) {
            reader.finish();
            var events = new ArrayList<LessonEvent>();
            drain(reader, events);
            return new Reading(events, reader.damaged(), reader.counts());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void drain(LessonReader reader, List<LessonEvent> into) {
        for (LessonEvent next = reader.next(); next != null; next = reader.next()) {
            into.add(next);
        }
    }

    <T extends LessonEvent> List<T> of(Class<T> kind, int track) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(each -> each.track() == track)
                .toList();
    }

    List<LessonEvent.Frame> frames(int track) {
        return of(LessonEvent.Frame.class, track);
    }

    /// How much later a dummy frame is placed than it was taken, in microseconds.
    static long off(LessonEvent.Frame frame) {
        return frame.atUs() - Dummy.timeOf(frame.data());
    }
}
