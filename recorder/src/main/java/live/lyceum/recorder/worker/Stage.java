package live.lyceum.recorder.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.lyceum.recorder.film.Box;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.Layout;
import live.lyceum.recorder.film.Scene;
import live.lyceum.recorder.mux.NativeException;
import live.lyceum.recorder.mux.Picture;
import live.lyceum.recorder.mux.Scaler;
import live.lyceum.recorder.mux.VideoDecoder;
import live.lyceum.recorder.paint.Looks;
import live.lyceum.recorder.paint.Sprite;
import live.lyceum.recorder.paint.Typeface;
import org.jspecify.annotations.Nullable;

/// The film's picture: draws a scene, and of the next one only what is new. Owned by its thread.
final class Stage implements AutoCloseable {
    /// What a camera's picture may lose at its edges to fill its box.
    private static final float MAX_CROPPED = 0.3f;

    private static final int BACKGROUNDS = 3;

    /// Where the newest picture of a track is.
    interface Eyes {
        @Nullable Eye of(int track);
    }

    /// A box, and what stands in it.
    private static final class Place implements AutoCloseable {
        final Box box;
        final int track;
        final @Nullable Sprite card;
        final @Nullable Sprite label;
        final int inset;
        final List<Sprite> corners;
        final boolean whole;
        final Scaler scaler = new Scaler();
        @Nullable Picture scaled;
        @Nullable Sprite behind;
        long changes = -1;
        @Nullable Eye eye;

        Place(
                Box box,
                int track,
                @Nullable Sprite card,
                @Nullable Sprite label,
                int inset,
                List<Sprite> corners,
                boolean whole) {
            this.box = box;
            this.track = track;
            this.card = card;
            this.label = label;
            this.inset = inset;
            this.corners = corners;
            this.whole = whole;
        }

        @Override
        public void close() {
            scaler.close();
            if (scaled != null) {
                scaled.close();
            }
        }
    }

    private final FilmFormat format;
    private final String title;
    private final Looks looks;
    private final Picture canvas;
    private final Map<Layout, Sprite> backgrounds =
            new LinkedHashMap<>(8, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Layout, Sprite> eldest) {
                    return size() > BACKGROUNDS;
                }
            };
    private final List<Place> places = new ArrayList<>();
    private @Nullable Scene shown;

    Stage(FilmFormat format, String title) throws NativeException {
        this.format = format;
        this.title = title;
        looks = new Looks(format, Typeface.bundled());
        canvas = new Picture(format.width(), format.height());
    }

    /// The picture as it was drawn last.
    Picture picture() {
        return canvas;
    }

    /// Draws a scene; whether anything is new.
    boolean draw(Scene scene, Eyes eyes) throws NativeException {
        boolean more = false;
        if (!Objects.equals(scene, shown)) {
            set(scene);
            shown = scene;
            more = true;
        }
        for (Place each : places) {
            Eye eye = each.track < 0 ? null : eyes.of(each.track);
            boolean fresh = eye != null && (eye != each.eye || eye.changes() != each.changes);
            if (more || fresh) {
                draw(each, eye, fresh);
                more = true;
            }
        }
        return more;
    }

    private void set(Scene scene) {
        places.forEach(Place::close);
        places.clear();
        Layout layout = Layout.of(format, scene.people().size(), scene.share() != null);
        Sprite background =
                backgrounds.computeIfAbsent(layout, each -> looks.background(each, title));
        background.draw(canvas.planes(), 0, 0);
        Scene.Share share = scene.share();
        Box screen = layout.share();
        if (share != null && screen != null) {
            places.add(
                    new Place(
                            screen,
                            share.track(),
                            null,
                            looks.screenLabel(share),
                            looks.labelInset(screen.width()),
                            looks.corners(background, screen),
                            true));
        }
        for (int i = 0; i < scene.people().size(); i++) {
            Scene.Tile tile = scene.people().get(i);
            Box box = layout.people().get(i);
            boolean seen = tile.state() == Scene.State.SEEN;
            places.add(
                    new Place(
                            box,
                            tile.track(),
                            seen ? null : looks.card(tile, box.width(), box.height()),
                            looks.label(tile, box.width(), box.height()),
                            looks.labelInset(box.width()),
                            looks.corners(background, box),
                            false));
        }
    }

    private void draw(Place place, @Nullable Eye eye, boolean fresh) throws NativeException {
        Box box = place.box;
        if (place.card != null) {
            place.card.draw(canvas.planes(), box.left(), box.top());
        } else if (eye != null) {
            VideoDecoder source = eye.picture();
            if (source != null && (fresh || place.scaled == null)) {
                scale(place, source);
                place.eye = eye;
                place.changes = eye.changes();
            }
        }
        Picture scaled = place.scaled;
        if (scaled != null) {
            int width = scaled.planes().width();
            int height = scaled.planes().height();
            if (place.behind != null) {
                place.behind.draw(canvas.planes(), box.left(), box.top());
            }
            canvas.planes()
                    .put(
                            scaled.planes(),
                            box.left() + (box.width() - width) / 4 * 2,
                            box.top() + (box.height() - height) / 4 * 2);
        }
        Sprite label = place.label;
        if (label != null) {
            int down = box.top() + box.height() - place.inset - label.height();
            label.draw(canvas.planes(), box.left() + place.inset, down);
        }
        for (int i = 0; i < place.corners.size(); i++) {
            Sprite corner = place.corners.get(i);
            int right = box.left() + box.width() - corner.width();
            int bottom = box.top() + box.height() - corner.height();
            corner.draw(
                    canvas.planes(), i % 2 == 0 ? box.left() : right, i < 2 ? box.top() : bottom);
        }
    }

    /// A camera's picture fills its box if little of it is lost by that; others are seen whole.
    private void scale(Place place, VideoDecoder source) throws NativeException {
        Box box = place.box;
        float boxAspect = (float) box.width() / box.height();
        float aspect = (float) source.width() / source.height();
        float kept = Math.min(aspect / boxAspect, boxAspect / aspect);
        boolean fills = !place.whole && kept >= 1 - MAX_CROPPED && Scaler.crops(source);
        Box into = fills ? box : box.inside(aspect);
        if (place.scaled == null
                || place.scaled.planes().width() != into.width()
                || place.scaled.planes().height() != into.height()) {
            if (place.scaled != null) {
                place.scaled.close();
            }
            place.scaled = new Picture(into.width(), into.height());
            boolean smaller = into.width() < box.width() || into.height() < box.height();
            place.behind = smaller ? looks.stage(box.width(), box.height()) : null;
        }
        int width = source.width();
        int height = source.height();
        if (fills && aspect > boxAspect) {
            width = Math.min(width, 2 * Math.round(height * boxAspect / 2));
        } else if (fills) {
            height = Math.min(height, 2 * Math.round(width / boxAspect / 2));
        }
        int left = (source.width() - width) / 4 * 2;
        int top = (source.height() - height) / 4 * 2;
        place.scaler.scale(source, new Scaler.Crop(left, top, width, height), place.scaled);
    }

    @Override
    public void close() {
        places.forEach(Place::close);
        canvas.close();
    }
}
