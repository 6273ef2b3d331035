package live.lyceum.recorder.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.mux.Encoder;
import live.lyceum.recorder.mux.Picture;
import live.lyceum.recorder.paint.Planes;

/// Films something that is drawn, as VP8, for a stream of a lesson.
public final class Camera implements AutoCloseable {
    /// What is to be seen.
    public interface Subject {
        void draw(Planes on, long atUs);
    }

    private final Sending to;
    private final Subject subject;
    private final long everyUs;
    private final long keyEveryUs;
    private Encoder encoder;
    private Picture picture;
    private long nextUs = -1;
    private long keyUs = Long.MIN_VALUE;

    /// @param to the stream that it is sent on
    /// @param everyUs between two pictures
    /// @param keyEveryUs between two key frames
    public Camera(
            Sending to, Subject subject, int width, int height, long everyUs, long keyEveryUs) {
        this.to = to;
        this.subject = subject;
        this.everyUs = everyUs;
        this.keyEveryUs = keyEveryUs;
        encoder = encoder(width, height);
        picture = picture(width, height);
    }

    private static Encoder encoder(int width, int height) {
        try {
            int bps = Math.max(100_000, width * height * 3 / 2);
            return Encoder.vp8(new FilmFormat(width, height, 40, 1_000, bps));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Picture picture(int width, int height) {
        try {
            return new Picture(width, height);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// From the next picture on it has another size.
    public void resize(int width, int height) {
        close();
        encoder = encoder(width, height);
        picture = picture(width, height);
        keyUs = Long.MIN_VALUE;
    }

    /// Films from then on.
    public void film(long fromUs, long untilUs) {
        nextUs = nextUs < fromUs ? fromUs : nextUs;
        for (; nextUs < untilUs; nextUs += everyUs) {
            long atUs = nextUs;
            subject.draw(picture.planes(), atUs);
            boolean key = keyUs == Long.MIN_VALUE || atUs - keyUs >= keyEveryUs;
            if (key) {
                keyUs = atUs;
            }
            try {
                encoder.picture(
                        picture,
                        atUs / 1_000,
                        key,
                        (_, isKey, data) -> to.frame(atUs, data, isKey));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Override
    public void close() {
        encoder.close();
        picture.close();
    }
}
