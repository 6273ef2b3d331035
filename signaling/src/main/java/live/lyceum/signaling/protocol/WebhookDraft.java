package live.lyceum.signaling.protocol;

import java.net.URI;
import java.util.List;

/// A webhook as an integrator asks for it.
public record WebhookDraft(URI url, List<Notice.Type> events) {
    public WebhookDraft {
        events = List.copyOf(events);
    }

    /// Leaves out the URL.
    @Override
    public String toString() {
        return "WebhookDraft[%s]".formatted(events);
    }
}
