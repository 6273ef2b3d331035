package live.lyceum.signaling.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.codec.SessionCodec;

/// The entity tag of a session (RFC 9110 section 8.8.3). It names what `PATCH` can change and
/// nothing else, so that time which goes on makes nobody's change stale.
final class PlanTag {
    private PlanTag() {}

    static String of(SessionPlan plan) {
        String text = SessionCodec.plan(plan.with(List.of()));
        return StaticSite.etag(text.getBytes(StandardCharsets.UTF_8));
    }
}
