package live.lyceum.signaling.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionDraft.Invitation;
import live.lyceum.signaling.protocol.SessionPlan;
import org.jspecify.annotations.Nullable;

/// Makes and checks join tokens: JWTs, HS256 with the one key that the header's `kid` names. Safe
/// to call from any thread.
public final class JoinTokens {
    private static final int MAX_LENGTH = 4_096;
    private static final int MAX_NAME = 2 * 80;
    private static final long HOUR_MS = 3_600_000L;
    private static final long AFTER_END_MS = 2 * HOUR_MS;
    private static final long MAX_LIFE_MS = 12 * HOUR_MS;

    private final SigningKey key;
    private final JWSSigner signer;
    private final JWSVerifier verifier;
    private final LongSupplier clock;

    /// @param clock epoch milliseconds
    public JoinTokens(SigningKey key, LongSupplier clock) {
        this.key = key;
        this.clock = clock;
        try {
            signer = new MACSigner(key.secret());
            verifier = new MACVerifier(key.secret());
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the key is long enough for HS256", impossible);
        }
    }

    /// A token that lets somebody into a session: until two hours after its planned end, or for as
    /// long as the invitation says, but never longer than 12 h from its start or from now.
    public String issue(SessionPlan plan, Invitation invitation) {
        long nowMs = clock.getAsLong();
        long startMs = Math.max(nowMs, plan.startsAtMs());
        Long ttlMs = invitation.ttlMs();
        long wishedMs = ttlMs == null ? startMs + plan.plannedMs() + AFTER_END_MS : nowMs + ttlMs;
        long expiresMs = Math.min(wishedMs, startMs + MAX_LIFE_MS);
        return sign(
                new JoinClaims(
                        plan.id(),
                        invitation.id(),
                        invitation.name(),
                        invitation.role(),
                        expiresMs));
    }

    String sign(JoinClaims claims) {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(key.kid())
                        .type(JOSEObjectType.JWT)
                        .build();
        var set =
                new JWTClaimsSet.Builder()
                        .audience(claims.room().value())
                        .subject(claims.who().value())
                        .claim("name", claims.name())
                        .claim("role", claims.role().name().toLowerCase(Locale.ROOT))
                        .expirationTime(Date.from(Instant.ofEpochMilli(claims.expiresMs())))
                        .build();
        try {
            var token = new SignedJWT(header, set);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("HS256 signs", impossible);
        }
    }

    /// What the token says.
    ///
    /// @throws BadTokenException if it is not one of ours, or not good any more
    public JoinClaims verify(String token) throws BadTokenException {
        if (token.length() > MAX_LENGTH) {
            throw new BadTokenException();
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            JWSHeader header = parsed.getHeader();
            boolean pinned =
                    JWSAlgorithm.HS256.equals(header.getAlgorithm())
                            && key.kid().equals(header.getKeyID());
            if (!pinned || !parsed.verify(verifier)) {
                throw new BadTokenException();
            }
            return claims(parsed.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException notOne) {
            throw new BadTokenException();
        }
    }

    private JoinClaims claims(JWTClaimsSet set) throws BadTokenException, ParseException {
        List<String> audience = set.getAudience();
        String subject = set.getSubject();
        String name = set.getStringClaim("name");
        Role role = role(set.getStringClaim("role"));
        Date expires = set.getExpirationTime();
        if (audience.size() != 1
                || !Ids.valid(audience.getFirst())
                || subject == null
                || !Ids.valid(subject)
                || name == null
                || name.isBlank()
                || name.length() > MAX_NAME
                || role == null
                || expires == null
                || expires.toInstant().toEpochMilli() <= clock.getAsLong()) {
            throw new BadTokenException();
        }
        return new JoinClaims(
                new RoomId(audience.getFirst()),
                new ParticipantId(subject),
                name,
                role,
                expires.toInstant().toEpochMilli());
    }

    private static @Nullable Role role(@Nullable String word) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                return role;
            }
        }
        return null;
    }
}
