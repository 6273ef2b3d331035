package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsentTest {
    private static final long MS = 1_000_000L;

    private final Consent consent = new Consent(0);
    private long nowNs;

    /// Packets at this distance; whether the last of them ended an outage.
    private boolean hear(int packets, long everyMs) {
        boolean outage = false;
        for (int i = 0; i < packets; i++) {
            nowNs += everyMs * MS;
            outage = consent.proved(true, nowNs);
        }
        return outage;
    }

    @Test
    void silenceOfAPeerThatIsHeardOftenIsAnOutage() {
        hear(100, 20);
        assertThat(hear(1, 699)).isFalse();
        assertThat(hear(20, 20)).isFalse();
        assertThat(hear(1, 700)).isTrue();
        assertThat(hear(1, 20)).isFalse();
    }

    /// A viewer may report once a second, which must not ask everybody for keyframes for ever.
    @Test
    void silenceOfAPeerThatIsHeardRarelyIsNone() {
        for (int i = 0; i < 100; i++) {
            assertThat(hear(1, 1_000)).isFalse();
        }
    }

    @Test
    void aTransportThatWasUpIsKeptLonger() {
        hear(1, 0);
        assertThat(consent.lost(false, Consent.EXPIRES_NS)).isTrue();
        assertThat(consent.lost(true, Consent.KEPT_NS - 1)).isFalse();
        assertThat(consent.lost(true, Consent.KEPT_NS)).isTrue();
        assertThat(consent.expiresNs(true, true)).isEqualTo(Consent.EXPIRES_NS);
        assertThat(consent.expiresNs(false, true)).isEqualTo(Consent.KEPT_NS);
        assertThat(consent.expiresNs(true, false)).isEqualTo(Consent.EXPIRES_NS);
    }
}
