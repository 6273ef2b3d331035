package live.lyceum.recorder.stock;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.recorder.testkit.VirtualStream;

/// A few seconds of pictures or sound that were encoded once and are sent again and again: long
/// lessons at little cost. What is repeated begins with a key frame or in silence.
public final class Loop {
    @SuppressWarnings("ArrayRecordComponent") // a frame is bytes; nobody compares these
    private record Frame(long atUs, byte[] data, boolean key) {}

    private final List<Frame> frames = new ArrayList<>();
    private final long lengthUs;

    private Loop(long lengthUs) {
        this.lengthUs = lengthUs;
    }

    /// What a camera films in `lengthUs`.
    public static Loop of(
            Camera.Subject subject, int width, int height, long everyUs, long lengthUs) {
        var loop = new Loop(lengthUs);
        try (var camera =
                new Camera(
                        (atUs, data, key) -> loop.frames.add(new Frame(atUs, data, key)),
                        subject,
                        width,
                        height,
                        everyUs,
                        lengthUs)) {
            camera.film(0, lengthUs);
        }
        return loop;
    }

    /// What a microphone hears in `lengthUs`.
    public static Loop of(double hz, Mic.Loudness loudness, long lengthUs) {
        var loop = new Loop(lengthUs);
        try (var mic =
                new Mic(
                        (atUs, data, key) -> loop.frames.add(new Frame(atUs, data, key)),
                        hz,
                        loudness)) {
            mic.speak(0, lengthUs);
        }
        return loop;
    }

    /// Sends it from one time to another; it begins at multiples of its length.
    public void send(VirtualStream to, long fromUs, long toUs) {
        for (long round = fromUs / lengthUs; round * lengthUs < toUs; round++) {
            for (Frame each : frames) {
                long atUs = round * lengthUs + each.atUs();
                if (atUs >= fromUs && atUs < toUs) {
                    to.frame(atUs, each.data(), each.key());
                }
            }
        }
    }
}
