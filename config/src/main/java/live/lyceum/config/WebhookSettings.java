package live.lyceum.config;

import java.util.List;

/// Where webhooks may go.
///
/// @param allow addresses that are let through though they are inside, also by plain HTTP
public record WebhookSettings(List<Cidr> allow) {
    public WebhookSettings {
        allow = List.copyOf(allow);
    }
}
