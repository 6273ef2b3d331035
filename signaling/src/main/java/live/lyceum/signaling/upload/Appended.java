package live.lyceum.signaling.upload;

/// What became of a chunk.
public sealed interface Appended {
    /// The chunk of this number that is awaited.
    int nextIndex();

    /// It is on the disk.
    record Taken(int nextIndex) implements Appended {}

    /// It was there already.
    record Known(int nextIndex) implements Appended {}

    /// Another one is awaited, or none when the upload is complete or closed.
    record OutOfOrder(int nextIndex) implements Appended {}
}
