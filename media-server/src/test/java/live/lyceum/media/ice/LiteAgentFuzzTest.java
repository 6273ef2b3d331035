package live.lyceum.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropReason;

/// What an agent answers, and to whom.
class LiteAgentFuzzTest {
    /// As from a peer that has the password: any attributes, and an integrity that is right. Then
    /// from one that has not.
    @FuzzTest(maxDuration = "60s")
    void attributes(byte[] attributes) {
        // Jazzer calls one instance again and again.
        LiteAgentFixture fixture = new LiteAgentFixture();
        byte[] cut = Arrays.copyOf(attributes, Math.min(attributes.length, 1_200) & ~3);
        IceCredentials credentials = fixture.agent.credentials();
        byte[] check = SignedChecks.check(credentials.ufrag() + ":", credentials.password(), cut);
        fixture.receive(check, LiteAgentFixture.HOME);

        assertThat(fixture.answers.size() + fixture.dropped()).isEqualTo(1);
        for (byte[] answer : fixture.answers) {
            assertThat(Bytes.u16(answer, 0)).isIn(0x0101, 0x0111);
            assertThat(Arrays.copyOfRange(answer, 4, 20))
                    .isEqualTo(Arrays.copyOfRange(check, 4, 20));
            assertThat((double) answer.length).isLessThanOrEqualTo(1.3 * check.length);
        }

        int answered = fixture.answers.size();
        fixture.receive(
                SignedChecks.check(credentials.ufrag() + ":", "wrong".repeat(5), cut),
                LiteAgentFixture.MOBILE);
        assertThat(fixture.answers).hasSize(answered);
        assertThat(fixture.agent.selected()).isNotEqualTo(LiteAgentFixture.MOBILE);
    }

    /// Whatever comes from somebody without the password.
    @FuzzTest(maxDuration = "60s")
    void stranger(byte[] datagram) {
        LiteAgentFixture fixture = new LiteAgentFixture();
        fixture.receive(datagram, LiteAgentFixture.HOME);

        assertThat(fixture.answers).isEmpty();
        assertThat(fixture.agent.selected()).isNull();
        assertThat(fixture.dropped()).isEqualTo(1);
        assertThat(fixture.drops.count(DropReason.UNKNOWN_DATAGRAM)).isZero();
    }
}
