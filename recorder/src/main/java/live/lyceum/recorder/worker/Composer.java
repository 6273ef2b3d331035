package live.lyceum.recorder.worker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import live.lyceum.media.api.MediaKind;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.Cast;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.FilmPacket;
import live.lyceum.recorder.film.Layout;
import live.lyceum.recorder.film.Scene;
import live.lyceum.recorder.film.Strip;
import live.lyceum.recorder.journal.Track;
import live.lyceum.recorder.lesson.LessonEvent;
import live.lyceum.recorder.mux.Encoder;
import live.lyceum.recorder.mux.Picture;
import live.lyceum.recorder.mux.Scaler;

/// Makes the film of a lesson: takes what happened in the order of time, draws what is to be seen
/// at each frame's time if it is new, and mixes what is to be heard. A frame shows what was nearest
/// to its time, so a picture is off by half a frame at most. Owned by its thread.
final class Composer implements AutoCloseable {
    static final int THUMBNAIL_WIDTH = 160;
    static final int THUMBNAIL_HEIGHT = 90;

    /// Where one can seek to, if something moves.
    private static final long KEY_EVERY_MS = 6_000;

    /// How often a picture that stands still is encoded.
    private static final long STILL_EVERY_MS = 1_000;

    private static final int THUMBNAIL_QUALITY = 5;
    private static final int POSTER_QUALITY = 3;
    private static final int NOBODY = -1;

    /// Takes what was made.
    interface Output {
        void packet(FilmPacket packet) throws IOException;

        /// No packet comes any more that is of before `ms`.
        void passed(long ms) throws IOException;
    }

    private final FilmFormat format;
    private final Output output;
    private final Suspects suspects;
    private final long startMs;
    private final Deque<Cue> cues = new ArrayDeque<>();
    private final Cast cast = new Cast();
    private final Map<Integer, Eye> eyes = new TreeMap<>();
    private final Stage stage;
    private final Sound sound;
    private final Encoder encoder;
    private final Encoder thumbnails;
    private final Encoder posters;
    private final Picture thumbnail = Picture.still(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT);
    private final Picture poster;
    private final Scaler toThumbnail = new Scaler();
    private final Scaler toPoster = new Scaler();
    private long nextMs;
    private long encodedMs = Long.MIN_VALUE;
    private long keyMs = Long.MIN_VALUE;
    private int bestWorth = NOBODY;
    private boolean looking;
    private long damagedPictures;

    /// @param startMs what comes before was made already
    Composer(FilmFormat format, String title, long startMs, Suspects suspects, Output output)
            throws IOException {
        this.suspects = suspects;
        this.format = format;
        this.output = output;
        this.startMs = startMs;
        nextMs = startMs;
        stage = new Stage(format, title);
        sound = new Sound(startMs, output);
        encoder = Encoder.vp8(format);
        thumbnails = Encoder.jpeg(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT, THUMBNAIL_QUALITY);
        posters = Encoder.jpeg(format.width(), format.height(), POSTER_QUALITY);
        poster = Picture.still(format.width(), format.height());
    }

    /// A cue, which counts from its time on; in the order of time, and before what happens then.
    void cue(Cue cue) {
        cues.add(cue);
    }

    /// Something that happened, after which nothing comes that happened before it.
    void event(LessonEvent event) throws IOException {
        until(event.atUs());
        cast.apply(event);
        switch (event) {
            case LessonEvent.Began began -> began(began.track(), began.of());
            case LessonEvent.Frame frame -> frame(frame);
            case LessonEvent.Gate gate -> gate(gate);
            case LessonEvent.Ended ended -> ended(ended.track());
        }
    }

    private void began(int track, Track of) {
        if (of.source().kind() == MediaKind.AUDIO) {
            sound.began(track, of);
        } else {
            eyes.put(track, new Eye(of.codec(), track, suspects));
        }
    }

    private void frame(LessonEvent.Frame frame) {
        Eye eye = eyes.get(frame.track());
        if (eye == null) {
            if (frame.atUs() >= (startMs - 1_000) * 1_000) {
                sound.packet(frame);
            }
            return;
        }
        boolean more = looking ? look(eye, frame) : eye.hold(frame);
        if (more) {
            cast.picture(frame.track(), frame.atUs());
        }
    }

    private boolean look(Eye eye, LessonEvent.Frame frame) {
        if (cast.wanted().contains(frame.track())) {
            return eye.see(frame);
        }
        eye.lookAway();
        return false;
    }

    private void gate(LessonEvent.Gate gate) {
        if (gate.open()) {
            return;
        }
        sound.silent(gate.track());
    }

    private void ended(int track) {
        sound.ended(track);
        Eye eye = eyes.remove(track);
        if (eye != null) {
            damagedPictures += eye.damaged();
            eye.close();
        }
    }

    /// Nothing comes any more that happened before this.
    void until(long us) throws IOException {
        long half = format.frameMs() * 500L;
        while (nextMs * 1_000 + half <= us) {
            applyCues(nextMs * 1_000 + half);
            step();
        }
        applyCues(us);
        sound.until(us);
    }

    private void step() throws IOException {
        beginLooking();
        frameAt(nextMs);
        nextMs += format.frameMs();
        sound.until(nextMs * 1_000);
        output.passed(madeMs());
    }

    private void applyCues(long us) {
        while (!cues.isEmpty() && cues.element().atMs() * 1_000 <= us) {
            cast.apply(cues.remove());
        }
    }

    /// From the first frame on that is made, pictures are needed.
    private void beginLooking() {
        if (!looking) {
            looking = true;
            Set<Integer> wanted = cast.wanted();
            eyes.forEach((track, eye) -> {
                if (wanted.contains(track)) {
                    eye.look();
                } else {
                    eye.lookAway();
                }
            });
        }
    }

    private void frameAt(long ms) throws IOException {
        cast.now(ms * 1_000);
        Scene scene = cast.scene();
        boolean fresh = stage.draw(scene, eyes::get);
        boolean segment = ms % format.segmentMs() == 0;
        boolean still = encodedMs == Long.MIN_VALUE || ms - encodedMs >= STILL_EVERY_MS;
        if (fresh || segment || still) {
            boolean key = segment || keyMs == Long.MIN_VALUE || ms - keyMs >= KEY_EVERY_MS;
            encoder.picture(stage.picture(), ms, key, this::picture);
            encodedMs = ms;
        }
        if (ms % Strip.TAKEN_MS < format.frameMs()) {
            takeThumbnail(ms, scene);
        }
    }

    private void picture(long pts, boolean key, byte[] data) throws IOException {
        if (key) {
            keyMs = pts;
        }
        output.packet(new FilmPacket(FilmPacket.Kind.PICTURE, key, pts, data));
    }

    private void takeThumbnail(long ms, Scene scene) throws IOException {
        toThumbnail.scale(stage.picture(), thumbnail);
        thumbnails.picture(
                thumbnail,
                ms,
                true,
                (pts, _, data) ->
                        output.packet(new FilmPacket(FilmPacket.Kind.THUMBNAIL, true, pts, data)));
        int worth = worth(scene);
        if (worth > bestWorth) {
            bestWorth = worth;
            toPoster.scale(stage.picture(), poster);
            posters.picture(
                    poster,
                    ms,
                    true,
                    (pts, _, data) ->
                            output.packet(
                                    new FilmPacket(
                                            FilmPacket.Kind.POSTER, true, pts, worth, data)));
        }
    }

    /// How much there is to see: people more than cards, a screen most.
    private static int worth(Scene scene) {
        int worth = scene.share() == null ? 0 : 2 * Layout.MAX_PEOPLE;
        for (Scene.Tile each : scene.people()) {
            worth += each.state() == Scene.State.SEEN ? 2 : 0;
        }
        return worth;
    }

    /// Up to where everything was made, in milliseconds.
    long madeMs() {
        return Math.min(nextMs, sound.encodedMs());
    }

    /// Makes the rest until the film's end.
    void end(long endMs) throws IOException {
        until(endMs * 1_000);
        while (nextMs < endMs) {
            step();
        }
        sound.end(endMs);
        output.passed(madeMs());
    }

    /// How many frames and packets could not be decoded.
    long damaged() {
        long pictures = eyes.values().stream().mapToLong(Eye::damaged).sum();
        return damagedPictures + pictures + sound.damaged();
    }

    @Override
    public void close() {
        eyes.values().forEach(Eye::close);
        stage.close();
        sound.close();
        encoder.close();
        thumbnails.close();
        posters.close();
        thumbnail.close();
        poster.close();
        toThumbnail.close();
        toPoster.close();
    }
}
