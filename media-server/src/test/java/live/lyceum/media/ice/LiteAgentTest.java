package live.lyceum.media.ice;

import static live.lyceum.media.ice.LiteAgentFixture.HOME;
import static live.lyceum.media.ice.LiteAgentFixture.MOBILE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.stun.Rfc5769;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.UnknownAttributesAttribute;
import org.ice4j.message.Message;
import org.junit.jupiter.api.Test;

class LiteAgentTest {
    private final LiteAgentFixture fixture = new LiteAgentFixture();
    private final LiteAgent agent = fixture.agent;

    @Test
    void credentialsAreLongAndOfIceCharacters() {
        assertThat(agent.credentials().ufrag()).matches("[A-Za-z0-9+/]{8}");
        assertThat(agent.credentials().password()).matches("[A-Za-z0-9+/]{24}");
        assertThat(agent.credentials().toString()).doesNotContain(agent.credentials().password());
        assertThat(agent.ufrags()).containsExactly(agent.credentials().ufrag());
    }

    @Test
    void firstValidCheckIsAnsweredAndSelectsItsRemote() throws Exception {
        assertThat(agent.selected()).isNull();

        fixture.receive(fixture.peer().check(), HOME);

        assertThat(fixture.news).containsExactly("check home", "selected home", "response home");
        assertThat(agent.selected()).isEqualTo(HOME);
        Message answer = fixture.lastAnswer();
        assertThat(answer.getMessageType()).isEqualTo(Message.BINDING_SUCCESS_RESPONSE);
        assertThat(answer.getAttributes())
                .extracting(Attribute::getAttributeType)
                .containsExactly(
                        Attribute.XOR_MAPPED_ADDRESS,
                        Attribute.MESSAGE_INTEGRITY,
                        Attribute.FINGERPRINT);
        assertThat(fixture.dropped()).isZero();
    }

    @Test
    void nominationWinsOverTheFirstValidPair() {
        fixture.receive(fixture.peer().check(), HOME);
        fixture.receive(fixture.peer().check(), MOBILE);
        assertThat(agent.selected()).isEqualTo(HOME);

        fixture.receive(fixture.peer().nomination(), MOBILE);

        assertThat(agent.selected()).isEqualTo(MOBILE);
        fixture.receive(fixture.peer().check(), HOME);
        assertThat(agent.selected()).isEqualTo(MOBILE);
    }

    @Test
    void newestNominationIsFollowedWhenThePeerMoves() {
        fixture.receive(fixture.peer().nomination(), HOME);
        fixture.receive(fixture.peer().nomination(), HOME);
        fixture.receive(fixture.peer().nomination(), MOBILE);

        assertThat(agent.selected()).isEqualTo(MOBILE);
        assertThat(fixture.news)
                .filteredOn(news -> news.startsWith("selected"))
                .containsExactly("selected home", "selected mobile");
    }

    @Test
    void unknownUfragIsDroppedWithoutAnswer() {
        var stranger =
                new IceTestClient(fixture.random, new IceCredentials("ABCDabcd", "x".repeat(24)));

        fixture.receive(stranger.nomination(), HOME);

        assertThat(fixture.drops.count(DropReason.STUN_UNKNOWN_USER)).isOne();
        assertThat(fixture.news).isEmpty();
    }

    @Test
    void wrongPasswordIsDroppedWithoutAnswer() {
        var impostor =
                new IceTestClient(
                        fixture.random,
                        new IceCredentials(agent.credentials().ufrag(), "x".repeat(24)));

        fixture.receive(impostor.nomination(), HOME);

        assertThat(fixture.drops.count(DropReason.STUN_BAD_INTEGRITY)).isOne();
        assertThat(fixture.news).isEmpty();
        assertThat(agent.selected()).isNull();
    }

    @Test
    void requestOfAnotherServerIsDropped() {
        fixture.receive(Rfc5769.request(), HOME);

        assertThat(fixture.drops.count(DropReason.STUN_UNKNOWN_USER)).isOne();
        assertThat(fixture.news).isEmpty();
    }

    @Test
    void responsesAndIndicationsAreDropped() {
        byte[] check = fixture.peer().check();
        for (int type : new int[] {0x0101, 0x0111, 0x0011}) {
            check[0] = (byte) (type >> 8);
            check[1] = (byte) type;
            fixture.receive(check, HOME);
        }

        assertThat(fixture.drops.count(DropReason.STUN_NOT_A_REQUEST)).isEqualTo(3);
        assertThat(fixture.news).isEmpty();
    }

    /// RFC 8489 section 6.3.1.
    @Test
    void unknownAttributeIsToldWith420() throws Exception {
        fixture.receive(fixture.peer().withUnknownAttribute(), HOME);

        Message answer = fixture.lastAnswer();
        assertThat(answer.getMessageType()).isEqualTo(Message.BINDING_ERROR_RESPONSE);
        var code = (ErrorCodeAttribute) answer.getAttribute(Attribute.ERROR_CODE);
        assertThat(code.getErrorCode()).isEqualTo(ErrorCodeAttribute.UNKNOWN_ATTRIBUTE);
        var unknown =
                (UnknownAttributesAttribute) answer.getAttribute(Attribute.UNKNOWN_ATTRIBUTES);
        assertThat(unknown.contains(IceTestClient.unknownAttribute())).isTrue();
        assertThat(answer.containsAttribute(Attribute.MESSAGE_INTEGRITY)).isTrue();
        assertThat(fixture.news).containsExactly("response home");
        assertThat(agent.selected()).isNull();
    }

    /// RFC 8445 section 7.3.1.1.
    @Test
    void controlledPeerIsTold487() throws Exception {
        fixture.receive(fixture.peer().controlled(), HOME);

        Message answer = fixture.lastAnswer();
        assertThat(answer.getMessageType()).isEqualTo(Message.BINDING_ERROR_RESPONSE);
        var code = (ErrorCodeAttribute) answer.getAttribute(Attribute.ERROR_CODE);
        assertThat(code.getErrorCode()).isEqualTo(ErrorCodeAttribute.ROLE_CONFLICT);
        assertThat(fixture.news).containsExactly("response home");
        assertThat(agent.selected()).isNull();
    }

    @Test
    void everyPrefixIsDroppedWithoutAnswer() {
        byte[] whole = fixture.peer().nomination();
        for (int length = 0; length < whole.length; length++) {
            fixture.receive(Arrays.copyOf(whole, length), HOME);
            assertThat(fixture.drops.count(DropReason.STUN_MALFORMED)).isEqualTo(length + 1L);
        }
        assertThat(fixture.news).isEmpty();
    }

    /// FINGERPRINT, the last 8 bytes, is not covered by the integrity, and may be missing.
    @Test
    void oneFlippedBitIsDroppedWithoutAnswer() {
        byte[] whole = fixture.peer().nomination();
        for (int bit = 0; bit < (whole.length - 8) * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            fixture.receive(flipped, HOME);
            assertThat(fixture.dropped()).as("bit %d", bit).isEqualTo(bit + 1L);
        }
        assertThat(fixture.news).isEmpty();
    }

    @Test
    void anyByteAnywhereNeverThrows() {
        byte[] whole = fixture.peer().nomination();
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            // The name stays, so that more than the first check is reached.
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            fixture.receive(changed, HOME);
        }
        assertThat(fixture.dropped()).isGreaterThan(19_000);
    }

    @Test
    void warmUpIsAnswered() {
        assertThat(IceWarmUp.run(new Random(3))).isEqualTo(200);
    }
}
