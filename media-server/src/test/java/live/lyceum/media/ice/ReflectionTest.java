package live.lyceum.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import live.lyceum.media.wire.DropReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nobody can make this server send much to somebody else: an answer is hardly larger than its
/// question, and there is none without the password.
class ReflectionTest {
    private static final double MOST = 1.3;

    private final LiteAgentFixture fixture = new LiteAgentFixture();

    /// The shortest question for each kind of answer, which is the worst case.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "success,                       ''",
        "controlled meets controlled,   802900080000000000000007",
        "one unknown attribute,         00130000",
        "eight unknown attributes,      0013000000130000001300000013000000130000001300000013000000130000",
    })
    void anAnswerIsHardlyLargerThanTheShortestQuestion(String kind, String attributes)
            throws Exception {
        for (String home : new String[] {"192.0.2.1", "2001:db8::1"}) {
            byte[] check = check(attributes, fixture.agent.credentials().password());
            fixture.answers.clear();
            fixture.receive(check, new InetSocketAddress(InetAddress.getByName(home), 40_000));

            assertThat(fixture.answers).hasSize(1);
            double ratio = (double) fixture.answers.getFirst().length / check.length;
            assertThat(ratio).as(home).isLessThanOrEqualTo(MOST);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "success,                       ''",
        "controlled meets controlled,   802900080000000000000007",
        "one unknown attribute,         00130000",
    })
    void withoutThePasswordThereIsNoAnswer(String kind, String attributes) {
        for (int i = 0; i < 1_000; i++) {
            fixture.receive(check(attributes, "password" + i), LiteAgentFixture.HOME);
        }
        assertThat(fixture.answers).isEmpty();
        assertThat(fixture.drops.count(DropReason.STUN_BAD_INTEGRITY)).isEqualTo(1_000);
    }

    private byte[] check(String attributes, String password) {
        String username = fixture.agent.credentials().ufrag() + ":";
        return SignedChecks.check(username, password, HexFormat.of().parseHex(attributes));
    }
}
