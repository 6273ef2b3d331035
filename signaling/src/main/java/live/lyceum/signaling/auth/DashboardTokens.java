package live.lyceum.signaling.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.function.LongSupplier;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.auth.SignedTokens.Common;
import live.lyceum.signaling.protocol.TenantId;
import org.jspecify.annotations.Nullable;

/// Makes and checks dashboard tokens: JWTs that show somebody their sessions and let them into
/// none. Safe to call from any thread.
public final class DashboardTokens {
    /// How long one is good.
    public static final long LIFE_MS = 24 * 3_600_000L;

    static final String AUDIENCE = "dashboard";

    private static final String TENANT = "tenant";

    private final SignedTokens tokens;

    /// @param clock epoch milliseconds
    public DashboardTokens(SigningKey key, LongSupplier clock) {
        tokens = new SignedTokens(key, clock);
    }

    /// Somebody as a tenant knows them.
    public record Owner(TenantId tenant, ParticipantId who) {}

    /// A token for a day.
    public String issue(Owner owner) {
        var common = new Common(AUDIENCE, owner.who(), tokens.nowMs() + LIFE_MS);
        JWTClaimsSet.Builder claims = SignedTokens.claims(common);
        if (!owner.tenant().equals(TenantId.MAIN)) {
            claims.claim(TENANT, owner.tenant().value());
        }
        return tokens.sign(claims.build());
    }

    /// Whose it is.
    ///
    /// @throws BadTokenException if it is not one of ours, or not good any more
    public Owner verify(String token) throws BadTokenException {
        return tokens.verify(token, DashboardTokens::read);
    }

    private static @Nullable Owner read(Common common, JWTClaimsSet claims) throws ParseException {
        String named = claims.getStringClaim(TENANT);
        TenantId tenant = named == null ? TenantId.MAIN : new TenantId(named);
        return common.audience().equals(AUDIENCE) ? new Owner(tenant, common.subject()) : null;
    }
}
