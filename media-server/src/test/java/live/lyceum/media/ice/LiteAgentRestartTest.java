package live.lyceum.media.ice;

import static live.lyceum.media.ice.LiteAgentFixture.HOME;
import static live.lyceum.media.ice.LiteAgentFixture.MOBILE;
import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.wire.DropReason;
import org.junit.jupiter.api.Test;

/// ICE restarts (RFC 8445 section 9), seen from the side that answers.
class LiteAgentRestartTest {
    private final LiteAgentFixture fixture = new LiteAgentFixture();
    private final LiteAgent agent = fixture.agent;

    @Test
    void restartMakesNewCredentialsAndKeepsTheOld() {
        IceCredentials first = agent.credentials();

        IceCredentials second = agent.restart();

        assertThat(agent.credentials()).isEqualTo(second);
        assertThat(second.ufrag()).isNotEqualTo(first.ufrag());
        assertThat(second.password()).isNotEqualTo(first.password());
        assertThat(agent.ufrags()).containsExactly(first.ufrag(), second.ufrag());
        assertThat(agent.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void oldCredentialsAreAnsweredForFiveSecondsAfterTheFirstNewCheck() {
        IceTestClient before = fixture.peer();
        fixture.receive(before.nomination(), HOME);
        String old = agent.credentials().ufrag();
        agent.restart();
        IceTestClient after = fixture.peer();
        fixture.pass(60_000);
        fixture.receive(before.check(), HOME);
        assertThat(fixture.dropped()).as("the peer takes its time").isZero();

        fixture.receive(after.check(), MOBILE);
        long dueNs = fixture.nowNs + 5_000_000_000L;
        assertThat(agent.nextDeadlineNs()).isEqualTo(dueNs);
        fixture.pass(4_999);
        agent.onDeadline(fixture.nowNs);
        fixture.receive(before.check(), HOME);
        assertThat(fixture.dropped()).as("a moment before").isZero();

        fixture.pass(1);
        agent.onDeadline(fixture.nowNs);

        assertThat(fixture.news).last().isEqualTo("retired " + old);
        assertThat(agent.ufrags()).containsExactly(agent.credentials().ufrag());
        assertThat(agent.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        fixture.receive(before.check(), HOME);
        assertThat(fixture.drops.count(DropReason.STUN_UNKNOWN_USER)).isOne();
        fixture.receive(after.check(), MOBILE);
        assertThat(fixture.dropped()).isOne();
    }

    @Test
    void retirementNeedsNoTimerIfChecksGoOn() {
        IceTestClient before = fixture.peer();
        fixture.receive(before.check(), HOME);
        agent.restart();
        IceTestClient after = fixture.peer();
        fixture.receive(after.check(), HOME);
        fixture.pass(5_000);

        fixture.receive(before.check(), HOME);

        assertThat(fixture.drops.count(DropReason.STUN_UNKNOWN_USER)).isOne();
    }

    @Test
    void mediaStaysUntilTheNewPairIsNominated() {
        IceTestClient before = fixture.peer();
        fixture.receive(before.nomination(), HOME);
        agent.restart();
        IceTestClient after = fixture.peer();

        fixture.receive(after.check(), MOBILE);
        assertThat(agent.selected()).isEqualTo(HOME);
        fixture.receive(after.nomination(), MOBILE);
        assertThat(agent.selected()).isEqualTo(MOBILE);

        fixture.receive(before.nomination(), HOME);
        assertThat(agent.selected()).as("a late nomination of before").isEqualTo(MOBILE);
    }

    @Test
    void threeAreAliveAndTheOneInUseIsOfThem() {
        IceTestClient inUse = fixture.peer();
        String first = agent.credentials().ufrag();
        fixture.receive(inUse.nomination(), HOME);
        String second = agent.restart().ufrag();
        String third = agent.restart().ufrag();
        assertThat(agent.ufrags()).containsExactly(first, second, third);

        String fourth = agent.restart().ufrag();

        assertThat(agent.ufrags()).containsExactly(first, third, fourth);
        assertThat(fixture.news).last().isEqualTo("retired " + second);
        fixture.receive(inUse.check(), HOME);
        assertThat(fixture.dropped()).isZero();
    }

    @Test
    void unusedCredentialsGoOldestFirst() {
        String first = agent.credentials().ufrag();
        agent.restart();
        agent.restart();
        agent.restart();

        assertThat(agent.ufrags()).hasSize(3).doesNotContain(first);
    }

    @Test
    void restartSkippedByThePeerRetiresAllOlder() {
        agent.restart();
        agent.restart();
        fixture.receive(fixture.peer().nomination(), HOME);
        assertThat(agent.ufrags()).hasSize(3);

        fixture.pass(5_000);
        agent.onDeadline(fixture.nowNs);

        assertThat(agent.ufrags()).containsExactly(agent.credentials().ufrag());
    }
}
