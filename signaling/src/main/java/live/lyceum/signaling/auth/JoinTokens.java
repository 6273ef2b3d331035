package live.lyceum.signaling.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.Locale;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.SignedTokens.Common;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionDraft.Invitation;
import live.lyceum.signaling.protocol.SessionPlan;
import org.jspecify.annotations.Nullable;

/// Makes and checks join tokens: JWTs whose audience is the session. Safe to call from any thread.
public final class JoinTokens {
    private static final int MAX_NAME = 2 * 80;
    private static final String MAY_RECORD = "mayRecord";
    private static final long HOUR_MS = 3_600_000L;
    private static final long AFTER_END_MS = 2 * HOUR_MS;
    private static final long MAX_LIFE_MS = 12 * HOUR_MS;
    private static final long LATE_MS = 24 * HOUR_MS;

    private final SignedTokens tokens;

    /// @param clock epoch milliseconds
    public JoinTokens(SigningKey key, LongSupplier clock) {
        tokens = new SignedTokens(key, clock);
    }

    /// A token that lets somebody into a session: until two hours after its planned end, or for as
    /// long as the invitation says, but never longer than 12 h from its start or from now.
    public String issue(SessionPlan plan, Invitation invitation) {
        long nowMs = tokens.nowMs();
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
                        expiresMs,
                        invitation.mayRecord()));
    }

    String sign(JoinClaims claims) {
        var common = new Common(claims.room().value(), claims.who(), claims.expiresMs());
        JWTClaimsSet.Builder all =
                SignedTokens.claims(common)
                        .claim("name", claims.name())
                        .claim("role", claims.role().name().toLowerCase(Locale.ROOT));
        return tokens.sign((claims.mayRecord() ? all.claim(MAY_RECORD, true) : all).build());
    }

    /// What the token says.
    ///
    /// @throws BadTokenException if it is not one of ours, or not good any more
    public JoinClaims verify(String token) throws BadTokenException {
        return tokens.verify(token, JoinTokens::read);
    }

    /// As [#verify], for somebody who sends what they recorded: also for a day after the token's
    /// end, as a long recording over a slow line takes its time.
    ///
    /// @throws BadTokenException if it is not one of ours, or was not good lately
    public JoinClaims verifyLate(String token) throws BadTokenException {
        return tokens.verify(token, LATE_MS, JoinTokens::read);
    }

    private static @Nullable JoinClaims read(Common common, JWTClaimsSet claims)
            throws ParseException {
        String name = claims.getStringClaim("name");
        Role role = role(claims.getStringClaim("role"));
        if (common.audience().equals(DashboardTokens.AUDIENCE)
                || name == null
                || name.isBlank()
                || name.length() > MAX_NAME
                || role == null) {
            return null;
        }
        return new JoinClaims(
                new RoomId(common.audience()),
                common.subject(),
                name,
                role,
                common.expiresMs(),
                Boolean.TRUE.equals(claims.getBooleanClaim(MAY_RECORD)));
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
