package live.lyceum.recorder.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import live.lyceum.media.wire.codec.Codec;

/// Frames whose bytes are of their codec only as far as a depacketizer looks, and that end with the
/// time at which they were taken.
public final class Dummy {
    private static final int TIME = 16;

    private Dummy() {}

    /// A frame of about `bytes`.
    public static byte[] frame(Codec codec, long atUs, boolean key, int bytes, Random random) {
        byte[] head = head(codec, key, Math.max(bytes, 64));
        byte[] frame = new byte[Math.max(bytes, 64) + head.length];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) (1 + random.nextInt(255)); // no start codes of H264
        }
        System.arraycopy(head, 0, frame, 0, head.length);
        byte[] time = "%016x".formatted(atUs).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(time, 0, frame, frame.length - TIME, TIME);
        return frame;
    }

    /// What comes before `rest` bytes of anything.
    private static byte[] head(Codec codec, boolean key, int rest) {
        return switch (codec) {
            case OPUS -> new byte[] {(byte) 0x78};
            case VP8 -> new byte[] {(byte) (key ? 0x10 : 0x11)};
            case VP9 -> new byte[] {(byte) (key ? 0x82 : 0x86)};
            case H264 ->
                    key
                            ? new byte[] {
                                0,
                                0,
                                0,
                                1,
                                0x67,
                                0x42,
                                (byte) 0xe0,
                                0x1f, // SPS
                                0,
                                0,
                                0,
                                1,
                                0x68,
                                (byte) 0xce,
                                0x3c,
                                (byte) 0x80, // PPS
                                0,
                                0,
                                0,
                                1,
                                0x65,
                                (byte) 0x88 // IDR slice, first_mb_in_slice 0
                            }
                            : new byte[] {0, 0, 0, 1, 0x41, (byte) 0x9a};
            case AV1 -> {
                byte[] frame = {
                    0x32, (byte) (0x80 | ((rest + 1) & 0x7f)), (byte) ((rest + 1) >> 7), 0x30
                };
                if (rest + 1 >= 1 << 14) {
                    frame =
                            new byte[] {
                                0x32,
                                (byte) (0x80 | ((rest + 1) & 0x7f)),
                                (byte) (0x80 | (((rest + 1) >> 7) & 0x7f)),
                                (byte) ((rest + 1) >> 14),
                                0x30
                            };
                }
                if (!key) {
                    yield frame;
                }
                frame[frame.length - 1] = 0x10;
                byte[] both = new byte[5 + frame.length];
                System.arraycopy(new byte[] {0x0a, 0x03, 0x08, 0x00, 0x01}, 0, both, 0, 5);
                System.arraycopy(frame, 0, both, 5, frame.length);
                yield both;
            }
        };
    }

    /// When a frame of [#frame] was taken.
    public static long timeOf(byte[] frame) {
        return Long.parseLong(
                new String(frame, frame.length - TIME, TIME, StandardCharsets.US_ASCII), 16);
    }
}
