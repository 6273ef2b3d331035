package live.lyceum.signaling.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.function.LongSupplier;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.auth.SignedTokens.Common;
import org.jspecify.annotations.Nullable;

/// Makes and checks dashboard tokens: JWTs that show somebody their sessions and let them into
/// none. Safe to call from any thread.
public final class DashboardTokens {
    /// How long one is good.
    public static final long LIFE_MS = 24 * 3_600_000L;

    static final String AUDIENCE = "dashboard";

    private final SignedTokens tokens;

    /// @param clock epoch milliseconds
    public DashboardTokens(SigningKey key, LongSupplier clock) {
        tokens = new SignedTokens(key, clock);
    }

    /// A token for a day.
    public String issue(ParticipantId who) {
        var common = new Common(AUDIENCE, who, tokens.nowMs() + LIFE_MS);
        return tokens.sign(SignedTokens.claims(common).build());
    }

    /// Whose it is.
    ///
    /// @throws BadTokenException if it is not one of ours, or not good any more
    public ParticipantId verify(String token) throws BadTokenException {
        return tokens.verify(token, DashboardTokens::read);
    }

    private static @Nullable ParticipantId read(Common common, JWTClaimsSet claims) {
        return common.audience().equals(AUDIENCE) ? common.subject() : null;
    }
}
