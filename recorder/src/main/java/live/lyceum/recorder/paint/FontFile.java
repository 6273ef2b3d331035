package live.lyceum.recorder.paint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// One font of TrueType outlines in a WOFF 1.0 file (W3C, WOFF File Format 1.0), its tables as in
/// OpenType (ISO 14496-22). Only fonts that we ship are read: what is broken throws.
final class FontFile {
    private static final int SIGNATURE = 0x774f_4646;
    private static final int HEADER = 44;
    private static final int ENTRY = 20;

    private final ByteBuffer glyf;
    private final ByteBuffer loca;
    private final ByteBuffer hmtx;
    private final boolean longOffsets;
    private final int metrics;
    private final Map<Integer, Integer> glyphs = new HashMap<>();

    /// In how many units the em square is divided.
    final int unitsPerEm;

    /// Above and, negative, below the base line, in units.
    final int ascent;

    final int descent;

    /// @throws IOException if it is no such font
    FontFile(byte[] woff) throws IOException {
        Map<String, ByteBuffer> tables = tables(ByteBuffer.wrap(woff));
        glyf = table(tables, "glyf");
        loca = table(tables, "loca");
        hmtx = table(tables, "hmtx");
        ByteBuffer head = table(tables, "head");
        unitsPerEm = Short.toUnsignedInt(head.getShort(18));
        longOffsets = head.getShort(50) != 0;
        ByteBuffer hhea = table(tables, "hhea");
        ascent = hhea.getShort(4);
        descent = hhea.getShort(6);
        metrics = Short.toUnsignedInt(hhea.getShort(34));
        readCmap(table(tables, "cmap"));
    }

    private static ByteBuffer table(Map<String, ByteBuffer> tables, String name)
            throws IOException {
        ByteBuffer found = tables.get(name);
        if (found == null) {
            throw new IOException("a font without " + name);
        }
        return found;
    }

    private static Map<String, ByteBuffer> tables(ByteBuffer woff) throws IOException {
        if (woff.remaining() < HEADER || woff.getInt(0) != SIGNATURE) {
            throw new IOException("no WOFF file");
        }
        var tables = new HashMap<String, ByteBuffer>();
        int count = Short.toUnsignedInt(woff.getShort(12));
        for (int i = 0; i < count; i++) {
            int entry = HEADER + i * ENTRY;
            byte[] tag = new byte[4];
            woff.get(entry, tag);
            int offset = woff.getInt(entry + 4);
            int packed = woff.getInt(entry + 8);
            byte[] data = new byte[woff.getInt(entry + 12)];
            if (packed == data.length) {
                woff.get(offset, data);
            } else {
                inflate(woff.slice(offset, packed), data);
            }
            tables.put(new String(tag, StandardCharsets.US_ASCII), ByteBuffer.wrap(data));
        }
        return tables;
    }

    private static void inflate(ByteBuffer packed, byte[] into) throws IOException {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            if (inflater.inflate(into) != into.length) {
                throw new IOException("a table of a font that is too short");
            }
        } catch (DataFormatException broken) {
            throw new IOException("a table of a font that is broken", broken);
        }
    }

    /// Unicode's characters, from a subtable of format 4 or 12.
    private void readCmap(ByteBuffer cmap) {
        int count = cmap.getShort(2);
        for (int i = 0; i < count; i++) {
            ByteBuffer sub = cmap.slice(cmap.getInt(4 + 8 * i + 4), 0);
            int from = cmap.getInt(4 + 8 * i + 4);
            sub = cmap.slice(from, cmap.capacity() - from);
            switch (sub.getShort(0)) {
                case 4 -> readSegments(sub);
                case 12 -> readGroups(sub);
                default -> {}
            }
        }
    }

    private void readSegments(ByteBuffer sub) {
        int doubled = Short.toUnsignedInt(sub.getShort(6));
        for (int i = 0; i < doubled; i += 2) {
            int end = Short.toUnsignedInt(sub.getShort(14 + i));
            int start = Short.toUnsignedInt(sub.getShort(16 + doubled + i));
            int delta = sub.getShort(16 + 2 * doubled + i);
            int at = 16 + 3 * doubled + i;
            int range = Short.toUnsignedInt(sub.getShort(at));
            for (int c = start; c <= end && c != 0xffff; c++) {
                int glyph =
                        range == 0
                                ? c + delta
                                : Short.toUnsignedInt(sub.getShort(at + range + 2 * (c - start)));
                if (range != 0 && glyph != 0) {
                    glyph += delta;
                }
                if ((glyph & 0xffff) != 0) {
                    glyphs.put(c, glyph & 0xffff);
                }
            }
        }
    }

    private void readGroups(ByteBuffer sub) {
        int count = sub.getInt(12);
        for (int i = 0; i < count; i++) {
            int start = sub.getInt(16 + 12 * i);
            int end = sub.getInt(20 + 12 * i);
            int glyph = sub.getInt(24 + 12 * i);
            for (int c = start; c <= end; c++) {
                glyphs.put(c, glyph + c - start);
            }
        }
    }

    /// The glyph of a character; null if it has none.
    @Nullable Integer glyph(int codePoint) {
        return glyphs.get(codePoint);
    }

    /// How far the next glyph stands behind this one, in units.
    int advance(int glyph) {
        return Short.toUnsignedInt(hmtx.getShort(4 * Math.min(glyph, metrics - 1)));
    }

    /// Where a glyph's description is; empty for one without outline, such as a space.
    private ByteBuffer description(int glyph) {
        int from =
                longOffsets
                        ? loca.getInt(4 * glyph)
                        : 2 * Short.toUnsignedInt(loca.getShort(2 * glyph));
        int to =
                longOffsets
                        ? loca.getInt(4 * glyph + 4)
                        : 2 * Short.toUnsignedInt(loca.getShort(2 * glyph + 2));
        return glyf.slice(from, to - from);
    }

    /// Draws a glyph's outline, `scale` pixels for a unit, its origin at (`x`, `y`), down positive.
    void outline(int glyph, float scale, float x, float y, Coverage into) {
        ByteBuffer at = description(glyph);
        if (!at.hasRemaining()) {
            return;
        }
        int contours = at.getShort();
        at.position(at.position() + 8);
        if (contours >= 0) {
            simple(at, contours, scale, x, y, into);
        } else {
            composite(at, scale, x, y, into);
        }
    }

    private void composite(ByteBuffer at, float scale, float x, float y, Coverage into) {
        int flags;
        do {
            flags = Short.toUnsignedInt(at.getShort());
            int part = Short.toUnsignedInt(at.getShort());
            boolean words = (flags & 1) != 0;
            int dx = words ? at.getShort() : at.get();
            int dy = words ? at.getShort() : at.get();
            // A scale (flags 8, 0x40, 0x80) is not used by the fonts that we ship.
            outline(part, scale, x + dx * scale, y - dy * scale, into);
        } while ((flags & 0x20) != 0);
    }

    private static void simple(
            ByteBuffer at, int contours, float scale, float x, float y, Coverage into) {
        int[] ends = new int[contours];
        for (int i = 0; i < contours; i++) {
            ends[i] = Short.toUnsignedInt(at.getShort());
        }
        int points = contours == 0 ? 0 : ends[contours - 1] + 1;
        at.position(at.position() + 2 + Short.toUnsignedInt(at.getShort(at.position())));
        byte[] flags = new byte[points];
        for (int i = 0; i < points; i++) {
            byte flag = at.get();
            flags[i] = flag;
            if ((flag & 8) != 0) {
                for (int again = Byte.toUnsignedInt(at.get()); again > 0; again--) {
                    flags[++i] = flag;
                }
            }
        }
        float[] xs = coordinates(at, flags, 2, 16, scale, x);
        float[] ys = coordinates(at, flags, 4, 32, -scale, y);
        int start = 0;
        for (int end : ends) {
            contour(flags, xs, ys, start, end, into);
            start = end + 1;
        }
    }

    private static float[] coordinates(
            ByteBuffer at, byte[] flags, int isShort, int isSame, float scale, float origin) {
        float[] out = new float[flags.length];
        int value = 0;
        for (int i = 0; i < flags.length; i++) {
            boolean same = (flags[i] & isSame) != 0;
            if ((flags[i] & isShort) != 0) {
                int step = Byte.toUnsignedInt(at.get());
                value += same ? step : -step;
            } else if (!same) {
                value += at.getShort();
            }
            out[i] = origin + value * scale;
        }
        return out;
    }

    /// Lines and quadratic curves; between two points off the curve lies one on it.
    private static void contour(
            byte[] flags, float[] xs, float[] ys, int start, int end, Coverage into) {
        int count = end - start + 1;
        if (count < 2) {
            return;
        }
        int first = start;
        while (first <= end && (flags[first] & 1) == 0) {
            first++;
        }
        boolean none = first > end;
        int begin = none ? start : first;
        float x0 = none ? (xs[start] + xs[end]) / 2 : xs[first];
        float y0 = none ? (ys[start] + ys[end]) / 2 : ys[first];
        float fromX = x0;
        float fromY = y0;
        int i = none ? 0 : 1;
        while (i <= count - (none ? 1 : 0)) {
            int at = start + (begin - start + i) % count;
            if ((flags[at] & 1) != 0) {
                into.line(fromX, fromY, xs[at], ys[at]);
                fromX = xs[at];
                fromY = ys[at];
                i++;
                continue;
            }
            int next = start + (begin - start + i + 1) % count;
            boolean on = (flags[next] & 1) != 0;
            float toX = on ? xs[next] : (xs[at] + xs[next]) / 2;
            float toY = on ? ys[next] : (ys[at] + ys[next]) / 2;
            into.curve(fromX, fromY, xs[at], ys[at], toX, toY);
            fromX = toX;
            fromY = toY;
            i += on ? 2 : 1;
        }
        into.line(fromX, fromY, x0, y0);
    }
}
