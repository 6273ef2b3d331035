package live.lyceum.recorder.mux;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// What a file's header has to know of its streams, taken from their first frames.
public final class Bitstream {
    private static final int H264_SPS = 7;
    private static final int H264_PPS = 8;
    private static final int AV1_SEQUENCE = 1;

    private Bitstream() {}

    /// How many channels an Opus packet has (RFC 6716 section 3.1).
    public static int opusChannels(byte[] packet) {
        return packet.length > 0 && (packet[0] & 4) != 0 ? 2 : 1;
    }

    /// What comes before all frames: parameter sets of H264 (Annex B), the sequence header of AV1;
    /// empty for other codecs, or if there is none.
    public static byte[] header(String codec, byte[] frame) {
        return switch (codec) {
            case "H264" -> parameterSets(frame);
            case "AV1" -> sequenceHeader(frame);
            default -> new byte[0];
        };
    }

    /// ITU-T H.264 annex B: units between start codes.
    private static byte[] parameterSets(byte[] frame) {
        var out = new ByteArrayOutputStream();
        int start = -1;
        for (int i = 0; i <= frame.length; i++) {
            boolean code =
                    i + 2 < frame.length && frame[i] == 0 && frame[i + 1] == 0 && frame[i + 2] == 1;
            if (!code && i < frame.length) {
                continue;
            }
            if (start >= 0 && start < i) {
                int end = i;
                while (end > start && frame[end - 1] == 0) {
                    end--;
                }
                int type = frame[start] & 31;
                if (type == H264_SPS || type == H264_PPS) {
                    out.writeBytes(new byte[] {0, 0, 0, 1});
                    out.write(frame, start, end - start);
                }
            }
            start = i + 3;
            i += 2;
        }
        return out.toByteArray();
    }

    /// AV1 specification sections 5.3.1 and 4.10.5: OBUs with sizes.
    private static byte[] sequenceHeader(byte[] frame) {
        int at = 0;
        while (at < frame.length) {
            int head = frame[at] & 255;
            int body = at + ((head & 4) != 0 ? 2 : 1);
            if ((head & 2) == 0) {
                break;
            }
            long size = 0;
            for (int shift = 0; body < frame.length; shift += 7) {
                int next = frame[body++];
                size |= (long) (next & 127) << shift;
                if (next >= 0 || shift >= 28) {
                    break;
                }
            }
            if (size > frame.length - body) {
                break;
            }
            int end = body + (int) size;
            if ((head >> 3 & 15) == AV1_SEQUENCE) {
                return Arrays.copyOfRange(frame, at, end);
            }
            at = end;
        }
        return new byte[0];
    }
}
