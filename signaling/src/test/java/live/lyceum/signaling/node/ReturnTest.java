package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestNode.Invited;
import live.lyceum.signaling.testkit.TestSocket;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;

/// The way back to the integrator's page, and what is signed there, read and checked by libraries
/// that the server does not sign with.
class ReturnTest extends OnNode {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String RETURN_URL = "https://School.example:443/done?lesson=7#top";

    private static JsonNode get(String path, String bearer)
            throws IOException, InterruptedException {
        var answer =
                node.send(
                        node.request("/api/v1" + path).header("Authorization", "Bearer " + bearer));
        assertThat(answer.statusCode()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static Invited session() throws IOException, InterruptedException {
        return node.session(
                body -> body.put("returnUrl", RETURN_URL).put("completeRatio", 0.0),
                "daniel:mentor",
                "mina:learner",
                "olga:observer");
    }

    private static String returnTo(Invited session, int person)
            throws IOException, InterruptedException {
        return get("/me/sessions/" + session.id(), session.tokens().get(person))
                .get("returnTo")
                .textValue();
    }

    /// Mentor and learner were active together, and the mentor has ended it.
    private static void teach(Invited session) throws IOException, InterruptedException {
        TestSocket mentor = node.present(session, 0, "daniel");
        node.present(session, 1, "mina");
        await().until(() -> state(session).equals("live"));
        mentor.ask("session.end", TestSocket.op(), "{}");
        await().until(() -> state(session).equals("ended"));
    }

    private static String state(Invited session) throws IOException, InterruptedException {
        return get("/sessions/" + session.id(), TestNode.KEY).get("state").asText();
    }

    private static SignedJWT outcome(String url) throws ParseException {
        String before = "https://School.example:443/done?lesson=7&lyceum_outcome=";
        assertThat(url).startsWith(before).endsWith("#top");
        return SignedJWT.parse(url.substring(before.length(), url.length() - "#top".length()));
    }

    @Test
    void theOutcomeIsSignedForThePersonTheSessionAndThePage()
            throws IOException, InterruptedException, ParseException {
        Invited session = session();
        teach(session);
        JsonNode receipt = get("/sessions/" + session.id() + "/receipt", TestNode.KEY);

        SignedJWT token = outcome(returnTo(session, 1));

        JWSHeader header = token.getHeader();
        JsonNode key = MAPPER.readTree(node.send(node.request("/api/v1/receipt-key")).body());
        assertThat(header.getAlgorithm().getName()).isEqualTo("EdDSA");
        assertThat(header.getType().getType()).isEqualTo("lyceum-outcome+jwt");
        assertThat(header.getKeyID()).isEqualTo(key.get("kid").asText());
        assertThat(isSigned(token, key)).isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(node.url());
        assertThat(claims.getSubject()).isEqualTo("mina");
        assertThat(claims.getAudience()).containsExactly("https://school.example");
        assertThat(claims.getStringClaim("session")).isEqualTo(session.id());
        assertThat(claims.getStringClaim("outcome")).isEqualTo("completed");
        assertThat(claims.getStringClaim("reason")).isEqualTo("mentor");
        assertThat(claims.getLongClaim("activeMs"))
                .isEqualTo(receipt.at("/receipt/activeMs").asLong());
        assertThat(claims.getLongClaim("attendedMs"))
                .isEqualTo(receipt.at("/receipt/attendance/1/activeMs").asLong());
        Instant issued = claims.getIssueTime().toInstant();
        assertThat(issued).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(issued.plusSeconds(24 * 3_600));
    }

    private static boolean isSigned(SignedJWT token, JsonNode key) throws ParseException {
        byte[] known = OctetKeyPair.parse(key.toString()).getDecodedX();
        var verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(known));
        verifier.update(token.getSigningInput(), 0, token.getSigningInput().length);
        return verifier.verifySignature(token.getSignature().decode());
    }

    @Test
    void whoNeverCameAttendedForNoTime() throws IOException, InterruptedException, ParseException {
        Invited session = session();
        teach(session);

        JWTClaimsSet claims = outcome(returnTo(session, 2)).getJWTClaimsSet();

        assertThat(claims.getSubject()).isEqualTo("olga");
        assertThat(claims.getLongClaim("attendedMs")).isZero();
        assertThat(claims.getLongClaim("activeMs")).isNotNegative();
    }

    @Test
    void aSessionThatGoesOnHasNoOutcome() throws IOException, InterruptedException {
        Invited session = session();
        node.join(session.tokens().get(1));

        assertThat(returnTo(session, 1)).isEqualTo(RETURN_URL);
    }

    @Test
    void aSessionThatWasCancelledHasNoOutcome() throws IOException, InterruptedException {
        Invited session = session();
        var cancelled = node.send(node.withKey("/api/v1/sessions/" + session.id()).DELETE());

        assertThat(cancelled.statusCode()).isEqualTo(204);
        assertThat(returnTo(session, 1)).isEqualTo(RETURN_URL);
    }

    @Test
    void withoutAReturnUrlThereIsNoWayBack() throws IOException, InterruptedException {
        Invited session = node.session("daniel:mentor", "mina:learner");
        assertThat(returnTo(session, 0)).isNull();
        teach(session);
        assertThat(returnTo(session, 0)).isNull();
    }
}
