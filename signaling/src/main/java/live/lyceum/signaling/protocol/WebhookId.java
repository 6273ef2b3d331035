package live.lyceum.signaling.protocol;

/// Names a webhook.
public record WebhookId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
