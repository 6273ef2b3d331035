package live.lyceum.recorder.stock;

import java.util.Random;
import live.lyceum.recorder.paint.Planes;

/// What cameras see.
public final class Subjects {
    /// How long a flash and its beep are.
    public static final long FLASH_US = 300_000;

    private static final int[][] COLOURS = {
        {81, 90, 240}, {145, 54, 34}, {41, 240, 110}, {106, 202, 222}, {169, 166, 16}
    };

    private Subjects() {}

    /// Y, U and V of one of five colours that nobody confuses.
    public static int[] colour(int number) {
        return COLOURS[number % COLOURS.length].clone();
    }

    /// One colour.
    public static Camera.Subject plain(int colour) {
        return (on, _) -> fill(on, COLOURS[colour]);
    }

    /// Another of the five colours each second.
    public static Camera.Subject seconds() {
        return (on, us) -> fill(on, COLOURS[(int) (us / 1_000_000 % COLOURS.length)]);
    }

    /// Dark grey, and white for [#FLASH_US] from each multiple of `everyUs` on.
    public static Camera.Subject flashes(long everyUs) {
        return (on, us) -> fill(on, new int[] {flash(us, everyUs) ? 230 : 40, 128, 128});
    }

    /// Whether it is bright, or to be heard, then.
    public static boolean flash(long us, long everyUs) {
        return us >= everyUs && us % everyUs < FLASH_US;
    }

    private static void fill(Planes on, int[] yuv) {
        for (int i = 0; i < on.y().capacity(); i++) {
            on.y().put(i, (byte) yuv[0]);
        }
        for (int i = 0; i < on.u().capacity(); i++) {
            on.u().put(i, (byte) yuv[1]);
        }
        for (int i = 0; i < on.v().capacity(); i++) {
            on.v().put(i, (byte) yuv[2]);
        }
    }

    /// Somebody before a wall: a head that nods and speaks, and the noise of a camera.
    public static Camera.Subject person(long seed) {
        var random = new Random(seed);
        byte[] noise = new byte[1 << 16];
        random.nextBytes(noise);
        byte[] wall = new byte[1 << 16];
        for (int i = 0; i < wall.length; i++) {
            wall[i] = (byte) (noise[i >> 6 & 1023] / 5);
        }
        return (on, us) -> person(on, us, noise, wall);
    }

    private static void person(Planes on, long us, byte[] noise, byte[] wall) {
        double t = us / 1e6;
        double w = on.width();
        double h = on.height();
        double cx = w * (0.5 + 0.02 * Math.sin(t * 1.3));
        double cy = h * (0.42 + 0.015 * Math.sin(t * 2.1));
        double mouth = h * (0.01 + 0.02 * Math.abs(Math.sin(t * 9)));
        int grain = (int) (us / 33_333 * 7_919);
        for (int y = 0; y < on.height(); y++) {
            for (int x = 0; x < on.width(); x++) {
                double dx = (x - cx) / (h * 0.2);
                double dy = (y - cy) / (h * 0.27);
                boolean head = dx * dx + dy * dy < 1;
                boolean body = y > h * 0.68 && Math.abs(x - cx) < h * 0.4;
                boolean lips = Math.abs(x - cx) < h * 0.06 && Math.abs(y - cy - h * 0.13) < mouth;
                int base =
                        lips
                                ? 70
                                : head
                                        ? 150 - (int) (30 * dx)
                                        : body
                                                ? 60 + wall[x * 3 & 0xffff]
                                                : 110 + wall[(y * 131 + x) & 0xffff];
                int value = base + (noise[(y * 1_283 + x + grain) & 0xffff] >> 6);
                on.y().put(y * on.lumaStride() + x, (byte) Math.clamp(value, 16, 235));
            }
        }
        for (int y = 0; y < on.height() / 2; y++) {
            for (int x = 0; x < on.width() / 2; x++) {
                double dx = (2 * x - cx) / (h * 0.2);
                double dy = (2 * y - cy) / (h * 0.27);
                boolean head = dx * dx + dy * dy < 1;
                on.u().put(y * on.chromaStride() + x, (byte) (head ? 110 : 130));
                on.v().put(y * on.chromaStride() + x, (byte) (head ? 150 : 122));
            }
        }
    }
}
