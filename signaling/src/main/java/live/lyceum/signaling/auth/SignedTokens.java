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
import java.util.function.LongSupplier;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// Our JWTs: HS256 with the one key that the header's `kid` names, one audience, a subject, and an
/// end. Safe to call from any thread.
final class SignedTokens {
    private static final int MAX_LENGTH = 4_096;

    private final SigningKey key;
    private final JWSSigner signer;
    private final JWSVerifier verifier;
    private final LongSupplier clock;

    /// @param clock epoch milliseconds
    SignedTokens(SigningKey key, LongSupplier clock) {
        this.key = key;
        this.clock = clock;
        try {
            signer = new MACSigner(key.secret());
            verifier = new MACVerifier(key.secret());
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the key is long enough for HS256", impossible);
        }
    }

    /// What every token says.
    ///
    /// @param expiresMs epoch milliseconds
    record Common(String audience, ParticipantId subject, long expiresMs) {}

    /// Reads what only tokens of one kind say.
    interface Reader<T> {
        /// Null for what is not such a token.
        @Nullable T read(Common common, JWTClaimsSet claims) throws ParseException;
    }

    long nowMs() {
        return clock.getAsLong();
    }

    /// A builder with what every token says.
    static JWTClaimsSet.Builder claims(Common common) {
        return new JWTClaimsSet.Builder()
                .audience(common.audience())
                .subject(common.subject().value())
                .expirationTime(Date.from(Instant.ofEpochMilli(common.expiresMs())));
    }

    String sign(JWTClaimsSet claims) {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(key.kid())
                        .type(JOSEObjectType.JWT)
                        .build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("HS256 signs", impossible);
        }
    }

    /// What `reader` makes of the token.
    ///
    /// @throws BadTokenException if it is not one of ours, not of this kind, or not good any more
    <T> T verify(String token, Reader<T> reader) throws BadTokenException {
        return verify(token, 0, reader);
    }

    /// As [#verify], also for some time after its end.
    ///
    /// @param lateMs how long
    /// @throws BadTokenException as there
    <T> T verify(String token, long lateMs, Reader<T> reader) throws BadTokenException {
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
            JWTClaimsSet claims = parsed.getJWTClaimsSet();
            T read = reader.read(common(claims, lateMs), claims);
            if (read == null) {
                throw new BadTokenException();
            }
            return read;
        } catch (ParseException | JOSEException | IllegalArgumentException notOne) {
            throw new BadTokenException();
        }
    }

    private Common common(JWTClaimsSet claims, long lateMs) throws BadTokenException {
        List<String> audience = claims.getAudience();
        String subject = claims.getSubject();
        Date expires = claims.getExpirationTime();
        if (audience.size() != 1
                || !Ids.valid(audience.getFirst())
                || subject == null
                || !Ids.valid(subject)
                || expires == null
                || expires.toInstant().toEpochMilli() + lateMs <= nowMs()) {
            throw new BadTokenException();
        }
        return new Common(
                audience.getFirst(),
                new ParticipantId(subject),
                expires.toInstant().toEpochMilli());
    }
}
