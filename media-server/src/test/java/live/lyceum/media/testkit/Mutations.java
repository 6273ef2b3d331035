package live.lyceum.media.testkit;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Bad packets made from good ones, for parsers that must bear anything.
public final class Mutations {
    private Mutations() {}

    /// Gives every prefix of `good`, from nothing to all but the last byte, in an array of exactly
    /// that length.
    public static void everyPrefix(byte[] good, Consumer<byte[]> parser) {
        for (int length = 0; length < good.length; length++) {
            told(Arrays.copyOf(good, length), "a prefix of " + length, parser);
        }
    }

    /// Gives `count` packets: one of `good` with a few bits, bytes or lengths changed, cut or
    /// prolonged.
    public static void mutated(long seed, int count, List<byte[]> good, Consumer<byte[]> parser) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            byte[] packet = good.get(random.nextInt(good.size())).clone();
            int changes = random.nextInt(1, 6);
            for (int change = 0; change < changes; change++) {
                packet = change(packet, random);
            }
            told(packet, "seed " + seed + ", number " + i, parser);
        }
    }

    private static byte[] change(byte[] packet, SplittableRandom random) {
        if (packet.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(packet.length);
        switch (random.nextInt(6)) {
            case 0 -> packet[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> packet[at] = (byte) random.nextInt();
            case 2 -> packet[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
            // The first bytes hold versions, counts and lengths: they are worth more attempts.
            case 3 -> packet[at % Math.min(packet.length, 20)] = (byte) random.nextInt();
            case 4 -> {
                return Arrays.copyOf(packet, at);
            }
            default -> {
                byte[] longer = Arrays.copyOf(packet, packet.length + random.nextInt(1, 40));
                System.arraycopy(packet, 0, longer, longer.length - packet.length, packet.length);
                return longer;
            }
        }
        return packet;
    }

    private static void told(byte[] packet, String which, Consumer<byte[]> parser) {
        try {
            parser.accept(packet);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(which + ": " + HexFormat.of().formatHex(packet), e);
        }
    }
}
