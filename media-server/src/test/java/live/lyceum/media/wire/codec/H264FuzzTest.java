package live.lyceum.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class H264FuzzTest {
    private static final int BEFORE = 3;

    @FuzzTest(maxDuration = "60s")
    void payload(byte[] payload) {
        // Whatever stands around it: what reads past the payload would tell.
        boolean good = wellFormed(payload, (byte) 0xff);
        assertThat(wellFormed(payload, (byte) 0)).isEqualTo(good);
        if (!good) {
            return;
        }
        boolean start = starts(payload, (byte) 0x67);
        assertThat(starts(payload, (byte) 0)).isEqualTo(start);
        if (start) {
            boolean hasOne = false;
            for (byte each : payload) {
                hasOne |= (each & 0x1f) == 7;
            }
            assertThat(hasOne).isTrue();
        }
    }

    private static boolean wellFormed(byte[] payload, byte around) {
        return H264Payload.isWellFormed(placed(payload, around), BEFORE, payload.length);
    }

    private static boolean starts(byte[] payload, byte around) {
        return H264Payload.startsKeyframe(placed(payload, around), BEFORE, payload.length);
    }

    /// Nothing behind it but two bytes, so that a read far past the end fails.
    private static byte[] placed(byte[] payload, byte around) {
        byte[] placed = new byte[BEFORE + payload.length + 2];
        Arrays.fill(placed, around);
        System.arraycopy(payload, 0, placed, BEFORE, payload.length);
        return placed;
    }
}
