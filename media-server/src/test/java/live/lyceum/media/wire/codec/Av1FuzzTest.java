package live.lyceum.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class Av1FuzzTest {
    @FuzzTest(maxDuration = "60s")
    void payload(byte[] payload) {
        boolean good = Av1Payload.isWellFormed(payload, 0, payload.length);
        if (!good) {
            return;
        }
        assertThat(payload.length).isGreaterThan(1);
        boolean continues = payload[0] < 0;
        assertThat(continues && Av1Payload.startsKeyframe(payload, 0)).isFalse();
    }
}
