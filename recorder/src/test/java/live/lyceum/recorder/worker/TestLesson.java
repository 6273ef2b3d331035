package live.lyceum.recorder.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.cue.CueFile;
import live.lyceum.recorder.cue.Heading;
import live.lyceum.recorder.stock.Camera;
import live.lyceum.recorder.stock.Mic;
import live.lyceum.recorder.testkit.VirtualLesson;

/// A lesson in virtual time with pictures and tones, and its cues.
final class TestLesson implements AutoCloseable {
    static final long STEP_US = 100_000;
    static final String TITLE = "Fractions, from the beginning";

    /// Something that sends until it is told to stop.
    private record Sending(Object who, Sends what, Sent closed) {}

    /// What can be stopped.
    private interface Sent {
        void close();
    }

    private interface Sends {
        void send(long fromUs, long toUs);
    }

    final VirtualLesson media;
    final CueFile cues;
    private final List<Sending> sending = new ArrayList<>();
    private long atUs;

    TestLesson(Path folder, long seed, Instant startedAt) throws IOException {
        media = new VirtualLesson(folder, seed);
        cues =
                CueFile.create(
                        folder, new Heading(new RecordingId("rec_1"), "ses_1", TITLE, startedAt));
    }

    TestLesson(Path folder, long seed) throws IOException {
        this(folder, seed, Instant.parse("2026-11-25T10:00:00Z"));
    }

    void person(long atMs, String id, String name, Cue.Part part) throws IOException {
        cues.append(new Cue.Person(atMs, new ParticipantId(id), name, part));
    }

    /// It films from now on.
    Camera films(Camera camera) {
        sending.add(new Sending(camera, camera::film, camera::close));
        return camera;
    }

    /// It speaks from now on.
    Mic speaks(Mic mic) {
        sending.add(new Sending(mic, mic::speak, mic::close));
        return mic;
    }

    /// A camera or microphone stops now.
    @SuppressWarnings("ReferenceEquality") // it is that very one
    void stops(Object who) {
        for (Sending each : List.copyOf(sending)) {
            if (each.who == who) {
                each.closed.close();
                sending.remove(each);
            }
        }
    }

    /// Everybody goes on until then.
    void until(long ms) {
        for (; atUs < ms * 1_000; atUs += STEP_US) {
            long to = atUs + STEP_US;
            sending.forEach(each -> each.what.send(atUs, to));
            media.runTo(to);
        }
    }

    /// The recording ends now.
    void end() throws IOException {
        endAt(atUs / 1_000);
    }

    /// The recording ends then.
    void endAt(long ms) throws IOException {
        media.close();
        cues.append(new Cue.Ended(ms));
    }

    @Override
    public void close() throws IOException {
        for (Sending each : sending) {
            each.closed.close();
        }
        cues.close();
    }
}
