package live.lyceum.signaling.protocol;

/// Names a delivery.
public record DeliveryId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
