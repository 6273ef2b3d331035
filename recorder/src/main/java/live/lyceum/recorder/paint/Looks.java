package live.lyceum.recorder.paint;

import static live.lyceum.recorder.paint.Painting.circle;
import static live.lyceum.recorder.paint.Painting.line;
import static live.lyceum.recorder.paint.Painting.plain;
import static live.lyceum.recorder.paint.Painting.rounded;

import java.util.List;
import java.util.Locale;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.Box;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.Layout;
import live.lyceum.recorder.film.Scene;
import org.jspecify.annotations.Nullable;

/// What the film looks like: the page's colours and shapes (`tokens.css`, `tile.css`). Owned by its
/// thread.
public final class Looks {
    private static final Colour WHITE = Colour.of(0xffffff);
    private static final Colour BLUE = Colour.of(0xe0f7fa);
    private static final Colour GRAY = Colour.of(0xf5f5f5);
    private static final Colour AQUA = Colour.of(0xb5e6ee);
    private static final Colour SKY = Colour.of(0xd5e8fb);
    private static final Colour INK = Colour.of(0x0d2830);
    private static final Colour STAGE = Colour.of(0x0f2229);
    private static final Colour LABEL = Colour.of(0x09161b).withAlpha(0.78f);
    private static final Colour ROLE = Colour.of(0xc9e3e8);
    private static final Colour MUTED = Colour.of(0xffb3b0);

    /// Each person's own colour, from and to, as `.hue-0` to `.hue-5`.
    private static final int[][] HUES = {
        {0x1c6470, 0x0d2b33}, {0x2f5687, 0x122338}, {0x5a4a8c, 0x231c3c},
        {0x86505f, 0x381f28}, {0x3c6b4c, 0x162d20}, {0x7d5f33, 0x332612}
    };

    private static final float RADIUS = 18;

    private final FilmFormat format;
    private final Typeface face;

    public Looks(FilmFormat format, Typeface face) {
        this.format = format;
        this.face = face;
    }

    /// The calm background, the shadows of what stands on it, and, if nobody is there yet, the
    /// lesson's title.
    public Sprite background(Layout layout, String title) {
        var painting = new Painting(format.width(), format.height());
        float w = format.width();
        float h = format.height();
        painting.fill((x, y) -> BLUE.towards(GRAY, (x / w * 0.35f + y / h * 0.65f) / 0.58f));
        glow(painting, 0.96f * w, -0.08f * h, 0.59f * w, SKY);
        glow(painting, 1.04f * w, 1.08f * h, 0.7f * w, AQUA);
        glow(painting, -0.06f * w, -0.12f * h, 0.86f * w, AQUA);
        layout.people().forEach(each -> shadow(painting, each));
        if (layout.share() != null) {
            shadow(painting, layout.share());
        }
        if (layout.people().isEmpty() && layout.share() == null && face.covers(title)) {
            float size = format.scaled(44);
            String shown = face.fit(title, size, w * 0.8f);
            float left = (w - face.width(shown, size)) / 2;
            painting.text(face, shown, size, left, h / 2, INK);
        }
        return new Sprite(painting);
    }

    private static void glow(Painting on, float cx, float cy, float radius, Colour colour) {
        on.fill((x, y) -> {
            float far = (float) Math.hypot((x - cx) / radius, (y - cy) / (radius * 0.69f));
            return colour.withAlpha(Math.max(0, 1 - far / 0.62f));
        });
    }

    private void shadow(Painting on, Box box) {
        float soft = format.scaled(26);
        var shape = tile(box.left(), box.top() + format.scaled(7), box.width(), box.height());
        Painting.Shape grown = (x, y) -> shape.distance(x, y) - soft;
        on.shape(
                grown,
                (x, y) -> {
                    float near = Math.clamp(1 - shape.distance(x, y) / soft, 0, 1);
                    return INK.withAlpha(0.13f * near * near);
                });
    }

    private Painting.Shape tile(float left, float top, float width, float height) {
        return rounded(left, top, width, height, format.scaled(RADIUS));
    }

    /// What is laid over a tile's four corners to make them round: the background, in the order
    /// left upper, right upper, left lower, right lower.
    public List<Sprite> corners(Sprite background, Box box) {
        int size = Math.max(2, 2 * (int) Math.ceil(format.scaled(RADIUS) / 2));
        int right = box.left() + box.width() - size;
        int bottom = box.top() + box.height() - size;
        Painting.Shape outline = tile(box.left(), box.top(), box.width(), box.height());
        return List.of(
                background.outside(outline, box.left(), box.top(), size),
                background.outside(outline, right, box.top(), size),
                background.outside(outline, box.left(), bottom, size),
                background.outside(outline, right, bottom, size));
    }

    /// What stands behind a picture that does not fill its box.
    public Sprite stage(int width, int height) {
        var painting = new Painting(width, height);
        painting.fill(plain(STAGE));
        return new Sprite(painting);
    }

    /// The card of somebody without a picture.
    public Sprite card(Scene.Tile of, int width, int height) {
        var painting = new Painting(width, height);
        boolean away = of.state() == Scene.State.AWAY;
        int[] hue = HUES[hue(of.who())];
        Colour from = Colour.of(hue[0]);
        Colour to = Colour.of(hue[1]);
        float dim = away ? 0.55f : 0;
        painting.fill((x, y) -> {
            float far = (float) Math.hypot((x - width / 2f) / (1.2f * width), y / (1.2f * height));
            return from.towards(to, far).towards(STAGE, dim);
        });
        float least = Math.min(width, height);
        float radius = Math.min(0.2f * least, format.scaled(84));
        float cx = width / 2f;
        float cy = away ? height / 2f - 0.06f * least : height / 2f;
        painting.shape(circle(cx, cy, radius), plain(WHITE.withAlpha(0.22f)));
        painting.shape(
                circle(cx, cy, radius - Math.max(1, format.scaled(2))),
                plain(from.towards(to, 0.35f).towards(STAGE, dim)));
        painting.shape(
                circle(cx, cy, radius - Math.max(1, format.scaled(2))),
                plain(WHITE.withAlpha(0.1f)));
        String letters = initials(of.name());
        Colour ink = away ? WHITE.withAlpha(0.6f) : WHITE;
        if (face.covers(letters)) {
            float size = radius * 0.72f;
            painting.text(face, letters, size, cx - face.width(letters, size) / 2, cy, ink);
        } else {
            figure(painting, cx, cy, radius, ink);
        }
        if (away) {
            float size = Math.clamp(0.06f * least, format.scaled(12), format.scaled(22));
            float under = cy + radius + size * 1.3f;
            float left = cx - face.width("Away", size) / 2;
            painting.text(face, "Away", size, left, under, Colour.of(0xcfe3e8));
        }
        return new Sprite(painting);
    }

    /// Head and shoulders, for a name in a script that the fonts do not have.
    private static void figure(Painting on, float cx, float cy, float radius, Colour ink) {
        on.shape(circle(cx, cy - 0.24f * radius, 0.24f * radius), plain(ink));
        Painting.Shape body =
                rounded(
                        cx - 0.42f * radius,
                        cy + 0.1f * radius,
                        0.84f * radius,
                        radius,
                        0.42f * radius);
        on.shape((x, y) -> Math.max(body.distance(x, y), y - cy - 0.52f * radius), plain(ink));
    }

    /// Up to two letters of a name, as the page shows them.
    static String initials(String name) {
        String[] words = name.strip().split("\\s+", -1);
        String first = first(words[0]);
        String last = words.length > 1 ? first(words[words.length - 1]) : "";
        return (first + last).toUpperCase(Locale.ROOT);
    }

    private static String first(String word) {
        return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
    }

    /// As the page chooses it.
    static int hue(ParticipantId who) {
        int hash = 0;
        for (int each : who.value().codePoints().toArray()) {
            hash = (int) ((hash * 31L + each) % 1_000_003);
        }
        return hash % HUES.length;
    }

    /// The label at a tile's left lower corner: the name, what one is in the lesson if there is
    /// room, and whether one is muted; null if the tile is too small for any.
    public @Nullable Sprite label(Scene.Tile of, int width, int height) {
        boolean small = width < format.scaled(320);
        float h = format.scaled(small ? 26 : 36);
        if (h < 9 || height < 2 * h) {
            return null;
        }
        float size = format.scaled(small ? 13 : 16);
        float pad = format.scaled(small ? 10 : 14);
        float icon = of.muted() ? size * 1.35f : 0;
        String part = of.part() == Cue.Part.MENTOR ? "Mentor" : "Learner";
        boolean named = face.covers(of.name());
        float room = width - 2 * (small ? format.scaled(8) : format.scaled(16)) - 2 * pad - icon;
        String name = face.fit(named ? of.name() : part, size, room);
        float nameWidth = face.width(name, size);
        float roleSize = size * 0.82f;
        float gap = format.scaled(9);
        float roleWidth = 2 * gap + face.width(part, roleSize);
        boolean role = named && !small && nameWidth + roleWidth <= room;
        float w = 2 * pad + icon + nameWidth + (role ? roleWidth : 0);
        var painting = new Painting(even(w), even(h));
        painting.shape(rounded(0, 0, w, h, h / 2), plain(LABEL));
        float x = pad;
        if (of.muted()) {
            mutedMark(painting, x + size * 0.42f, h / 2, size * 0.5f);
            x += icon;
        }
        painting.text(face, name, size, x, h / 2, WHITE);
        if (role) {
            float rule = x + nameWidth + gap;
            painting.shape(
                    line(rule, h * 0.3f, rule, h * 0.7f, Math.max(1, format.scaled(1))),
                    plain(WHITE.withAlpha(0.26f)));
            painting.text(face, part, roleSize, rule + gap, h / 2, ROLE);
        }
        return new Sprite(painting);
    }

    /// Where a label stands in its tile: how far from the left and from below.
    public int labelInset(int width) {
        return even(format.scaled(width < format.scaled(320) ? 8 : 16));
    }

    /// A microphone, crossed out.
    private static void mutedMark(Painting on, float cx, float cy, float r) {
        float thick = Math.max(1.2f, r * 0.24f);
        on.shape(line(cx, cy - 0.62f * r, cx, cy - 0.02f * r, 0.72f * r), plain(MUTED));
        Painting.Shape ring = circle(cx, cy - 0.02f * r, 0.68f * r);
        on.shape(
                (x, y) -> Math.max(Math.abs(ring.distance(x, y)) - thick / 2, cy + 0.05f * r - y),
                plain(MUTED));
        on.shape(line(cx, cy + 0.68f * r, cx, cy + r, thick), plain(MUTED));
        on.shape(
                line(cx - 0.85f * r, cy - r, cx + 0.85f * r, cy + r, thick * 2.2f),
                plain(LABEL.withAlpha(1)));
        on.shape(line(cx - 0.85f * r, cy - r, cx + 0.85f * r, cy + r, thick), plain(MUTED));
    }

    /// The label of a shared screen.
    public @Nullable Sprite screenLabel(Scene.Share share) {
        float h = format.scaled(30);
        if (h < 9) {
            return null;
        }
        String text = face.covers(share.name()) ? share.name() + "’s screen" : "Shared screen";
        float size = format.scaled(14);
        String shown = face.fit(text, size, format.width() / 2f);
        float pad = format.scaled(13);
        float w = 2 * pad + face.width(shown, size);
        var painting = new Painting(even(w), even(h));
        painting.shape(rounded(0, 0, w, h, h / 2), plain(LABEL));
        painting.text(face, shown, size, pad, h / 2, WHITE);
        return new Sprite(painting);
    }

    private static int even(float value) {
        return Math.max(2, 2 * (int) Math.ceil(value / 2));
    }
}
