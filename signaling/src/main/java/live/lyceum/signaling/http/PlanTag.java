package live.lyceum.signaling.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.codec.SessionCodec;

/// The entity tag of a session (RFC 9110 section 8.8.3). It names what `PATCH` can change and
/// nothing else, so that time which goes on makes nobody's change stale.
final class PlanTag {
    private static final int BYTES = 15;

    private PlanTag() {}

    static String of(SessionPlan withTopics) {
        SessionPlan plan = withTopics.with(List.of());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(SessionCodec.plan(plan).getBytes(StandardCharsets.UTF_8));
            return "\"%s\""
                    .formatted(
                            Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(Arrays.copyOf(digest, BYTES)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
