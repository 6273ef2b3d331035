package live.lyceum.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Digests;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionDraft.Invitation;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.TenantId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTokensTest {
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final long HOUR_MS = 3_600_000L;
    private static final SigningKey KEY = new SigningKey("k1", Digests.sha256("ours"));
    private static final JoinTokens TOKENS = new JoinTokens(KEY, () -> NOW_MS);
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final ParticipantId MINA = new ParticipantId("mina");

    private static SessionPlan plan(long startsAtMs, long plannedMs) {
        return new SessionPlan(
                ROOM,
                TenantId.MAIN,
                "Graphs",
                plannedMs,
                startsAtMs,
                null,
                60_000,
                List.of(),
                new SessionPlan.Saving(false, false, true, true),
                null,
                0.8,
                List.of());
    }

    private static Invitation invitation(@Nullable Long ttlMs) {
        return new Invitation(MINA, "Mina Park", Role.LEARNER, ttlMs, false);
    }

    @Test
    void whatIsIssuedIsGoodAndSaysWhoComes() throws BadTokenException {
        String token = TOKENS.issue(plan(NOW_MS, HOUR_MS), invitation(null));

        assertThat(TOKENS.verify(token))
                .isEqualTo(
                        new JoinClaims(
                                ROOM,
                                MINA,
                                "Mina Park",
                                Role.LEARNER,
                                NOW_MS + 3 * HOUR_MS,
                                false));
    }

    @Test
    void aTokenSaysWhoMayRecord() throws BadTokenException {
        var invitation = new Invitation(MINA, "Mina Park", Role.LEARNER, null, true);

        String token = TOKENS.issue(plan(NOW_MS, HOUR_MS), invitation);

        assertThat(TOKENS.verify(token).mayRecord()).isTrue();
    }

    /// What was recorded may take its time to come.
    @Test
    void whatWasRecordedMayBeSentForADayMore() {
        String token = TOKENS.sign(claims(NOW_MS));

        assertThat(new JoinTokens(KEY, () -> NOW_MS + 24 * HOUR_MS - 1))
                .satisfies(each -> each.verifyLate(token));
        assertThatThrownBy(() -> new JoinTokens(KEY, () -> NOW_MS + 24 * HOUR_MS).verifyLate(token))
                .isInstanceOf(BadTokenException.class);
    }

    @Test
    void noTokenLivesLongerThanTwelveHoursFromTheStart() throws BadTokenException {
        assertThat(expiry(NOW_MS, 11 * HOUR_MS, null)).isEqualTo(NOW_MS + 12 * HOUR_MS);
        assertThat(expiry(NOW_MS, HOUR_MS, 99 * HOUR_MS)).isEqualTo(NOW_MS + 12 * HOUR_MS);
        assertThat(expiry(NOW_MS, HOUR_MS, HOUR_MS)).isEqualTo(NOW_MS + HOUR_MS);
        assertThat(expiry(NOW_MS - 99 * HOUR_MS, HOUR_MS, null)).isEqualTo(NOW_MS + 3 * HOUR_MS);
        assertThat(expiry(NOW_MS + 48 * HOUR_MS, HOUR_MS, null)).isEqualTo(NOW_MS + 51 * HOUR_MS);
    }

    private static long expiry(long startsAtMs, long plannedMs, @Nullable Long ttlMs)
            throws BadTokenException {
        String token = TOKENS.issue(plan(startsAtMs, plannedMs), invitation(ttlMs));
        return TOKENS.verify(token).expiresMs();
    }

    @Test
    void anExpiredTokenIsBadFromThatVeryMoment() {
        String token = TOKENS.sign(claims(NOW_MS + 1_000));

        assertThat(new JoinTokens(KEY, () -> NOW_MS + 999)).satisfies(t -> t.verify(token));
        assertBad(new JoinTokens(KEY, () -> NOW_MS + 1_000), token);
    }

    private static JoinClaims claims(long expiresMs) {
        return new JoinClaims(ROOM, MINA, "Mina", Role.LEARNER, expiresMs, false);
    }

    @Test
    void anotherKeyAnotherKidAndAnotherAlgorithmAreBad() throws JOSEException {
        byte[] ours = KEY.secret();
        byte[] theirs = Digests.sha256("theirs");
        assertBad(TOKENS, forged(JWSAlgorithm.HS256, "k1", theirs, good().build()));
        assertBad(TOKENS, forged(JWSAlgorithm.HS256, "k2", ours, good().build()));
        assertBad(TOKENS, forged(JWSAlgorithm.HS256, null, ours, good().build()));
        assertBad(TOKENS, new PlainJWT(good().build()).serialize());
    }

    @Test
    void theRightSecretUnderAnotherAlgorithmIsBad() throws JOSEException {
        var key = new SigningKey("k1", "x".repeat(64).getBytes(StandardCharsets.US_ASCII));
        var tokens = new JoinTokens(key, () -> NOW_MS);

        assertBad(tokens, forged(JWSAlgorithm.HS512, "k1", key.secret(), good().build()));
        String good = forged(JWSAlgorithm.HS256, "k1", key.secret(), good().build());
        assertThat(tokens).satisfies(each -> each.verify(good));
    }

    @Test
    void aSwappedHeaderOrClaimBreaksTheSignature() {
        String[] parts = TOKENS.sign(claims(NOW_MS + HOUR_MS)).split("\\.", -1);
        String none = base64("{\"alg\":\"none\",\"kid\":\"k1\"}");
        String crit = base64("{\"alg\":\"HS256\",\"kid\":\"k1\",\"crit\":[\"x\"],\"x\":1}");
        String mentor =
                base64(
                        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                                .replace("learner", "mentor"));
        for (String token :
                List.of(
                        none + "." + parts[1] + ".",
                        none + "." + parts[1] + "." + parts[2],
                        crit + "." + parts[1] + "." + parts[2],
                        parts[0] + "." + mentor + "." + parts[2],
                        parts[0] + "." + parts[1] + ".",
                        parts[0] + "." + parts[1])) {
            assertBad(TOKENS, token);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<JWTClaimsSet> wrongClaims() {
        return Stream.of(
                good().audience((String) null).build(),
                good().audience(List.of("ses_1", "ses_2")).build(),
                good().audience("ses 1").build(),
                good().audience("../etc").build(),
                good().subject(null).build(),
                good().subject("mi/na").build(),
                good().claim("name", null).build(),
                good().claim("name", " ").build(),
                good().claim("name", 7).build(),
                good().claim("name", "x".repeat(161)).build(),
                good().claim("role", null).build(),
                good().claim("role", "king").build(),
                good().claim("role", "MENTOR").build(),
                good().claim("role", Map.of("a", 1)).build(),
                good().expirationTime(null).build());
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void wellSignedButWrongClaimsAreBad(JWTClaimsSet claims) throws JOSEException {
        assertBad(TOKENS, forged(JWSAlgorithm.HS256, "k1", KEY.secret(), claims));
    }

    @Test
    void theForgeriesDifferFromAGoodTokenInOneThing() throws JOSEException {
        String token = forged(JWSAlgorithm.HS256, "k1", KEY.secret(), good().build());

        assertThat(TOKENS).satisfies(tokens -> tokens.verify(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "eyJhbGciOiJub25lIn0..", "\u0000", "ey.ey.ey"})
    void whatIsNoTokenIsBad(String token) {
        assertBad(TOKENS, token);
        assertBad(TOKENS, token.repeat(10_000));
    }

    @Test
    void noBeginningOfATokenIsGood() {
        String token = TOKENS.sign(claims(NOW_MS + HOUR_MS));
        for (int length = 0; length < token.length(); length++) {
            assertBad(TOKENS, token.substring(0, length));
        }
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .audience("ses_1")
                .subject("mina")
                .claim("name", "Mina")
                .claim("role", "mentor")
                .expirationTime(Date.from(Instant.ofEpochMilli(NOW_MS + HOUR_MS)));
    }

    private static String forged(
            JWSAlgorithm algorithm, @Nullable String kid, byte[] secret, JWTClaimsSet claims)
            throws JOSEException {
        var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    private static void assertBad(JoinTokens tokens, String token) {
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(BadTokenException.class);
    }
}
