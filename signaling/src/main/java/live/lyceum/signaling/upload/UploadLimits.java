package live.lyceum.signaling.upload;

/// What uploads may use.
///
/// @param chunkBytes of one chunk
/// @param uploadBytes of one recording
/// @param sessionBytes of all recordings of a session
/// @param openOfSeat uploads of one seat that are not complete
/// @param freeBytes of the disk that stay free
/// @param idleMs without a chunk, after which an upload is closed
/// @param lifeMs after which it takes no chunks: four hours of recording, and a day to send them
public record UploadLimits(
        int chunkBytes,
        long uploadBytes,
        long sessionBytes,
        int openOfSeat,
        long freeBytes,
        long idleMs,
        long lifeMs) {
    private static final long GIB = 1L << 30;
    private static final long HOUR_MS = 3_600_000;

    public static final UploadLimits DEFAULT =
            new UploadLimits(8 << 20, 4 * GIB, 16 * GIB, 4, GIB, 24 * HOUR_MS, (4 + 24) * HOUR_MS);

    /// These, but uploads take nothing of what others need, and a GiB before that: they are there
    /// again when there is room, and a recording of the server is not.
    public UploadLimits leaving(long bytes) {
        return new UploadLimits(
                chunkBytes,
                uploadBytes,
                sessionBytes,
                openOfSeat,
                Math.max(freeBytes, bytes + GIB),
                idleMs,
                lifeMs);
    }
}
