package live.lyceum.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Digests;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.TenantId;
import org.junit.jupiter.api.Test;

/// What a dashboard token is beside a join token; how both are signed is in [JoinTokensTest].
class DashboardTokensTest {
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final SigningKey KEY = new SigningKey("k1", Digests.sha256("ours"));
    private static final ParticipantId MINA = new ParticipantId("mina");
    private static final DashboardTokens.Owner OWNER =
            new DashboardTokens.Owner(TenantId.MAIN, MINA);
    private static final DashboardTokens TOKENS = new DashboardTokens(KEY, () -> NOW_MS);
    private static final JoinTokens JOIN_TOKENS = new JoinTokens(KEY, () -> NOW_MS);

    @Test
    void itSaysWhoseItIsAndNothingElse() throws BadTokenException, ParseException {
        String token = TOKENS.issue(OWNER);

        assertThat(TOKENS.verify(token)).isEqualTo(OWNER);
        assertThat(SignedJWT.parse(token).getHeader().getKeyID()).isEqualTo("k1");
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getClaims())
                .containsOnlyKeys("aud", "sub", "exp");
    }

    @Test
    void itSaysWhoseTenantsItIs() throws BadTokenException {
        var theirs = new DashboardTokens.Owner(new TenantId("school-2"), MINA);

        assertThat(TOKENS.verify(TOKENS.issue(theirs))).isEqualTo(theirs);
    }

    @Test
    void itIsGoodForADay() {
        String token = TOKENS.issue(OWNER);

        assertThat(new DashboardTokens(KEY, () -> NOW_MS + DAY_MS - 1))
                .satisfies(each -> each.verify(token));
        assertBad(new DashboardTokens(KEY, () -> NOW_MS + DAY_MS), token);
    }

    @Test
    void itOpensNoRoomAndAJoinTokenIsNone() {
        String join =
                JOIN_TOKENS.sign(
                        new JoinClaims(
                                new RoomId("ses_1"),
                                MINA,
                                "Mina",
                                Role.LEARNER,
                                NOW_MS + DAY_MS,
                                false));

        assertThatThrownBy(() -> JOIN_TOKENS.verify(TOKENS.issue(OWNER)))
                .isInstanceOf(BadTokenException.class);
        assertBad(TOKENS, join);
    }

    /// Were somebody to name a session so.
    @Test
    void aJoinTokenForARoomCalledDashboardIsNoneEither() {
        String join =
                JOIN_TOKENS.sign(
                        new JoinClaims(
                                new RoomId("dashboard"),
                                MINA,
                                "Mina",
                                Role.MENTOR,
                                NOW_MS + DAY_MS,
                                false));

        assertThatThrownBy(() -> JOIN_TOKENS.verify(join)).isInstanceOf(BadTokenException.class);
    }

    @Test
    void oneThatIsNotSignedIsBad() {
        var claims =
                new JWTClaimsSet.Builder()
                        .audience("dashboard")
                        .subject("mina")
                        .expirationTime(Date.from(Instant.ofEpochMilli(NOW_MS + DAY_MS)))
                        .build();

        assertBad(TOKENS, new PlainJWT(claims).serialize());
        assertBad(
                new DashboardTokens(new SigningKey("k1", Digests.sha256("theirs")), () -> NOW_MS),
                TOKENS.issue(OWNER));
    }

    private static void assertBad(DashboardTokens tokens, String token) {
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(BadTokenException.class);
    }
}
