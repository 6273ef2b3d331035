package live.lyceum.recorder.stock;

/// Takes what was encoded, such as a stream of a lesson.
public interface Sending {
    void frame(long atUs, byte[] data, boolean key);
}
