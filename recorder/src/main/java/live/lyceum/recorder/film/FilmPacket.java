package live.lyceum.recorder.film;

/// A piece of the finished film.
///
/// @param key whether one can begin here; always for sound
/// @param at on the film's clock: milliseconds for pictures, samples at 48 kHz for sound, which is
///   negative for what an encoder puts in front
/// @param worth of a poster, more is better; 0 for everything else
/// @param data not copied
@SuppressWarnings("ArrayRecordComponent") // a packet is bytes; nobody compares these
public record FilmPacket(Kind kind, boolean key, long at, int worth, byte[] data) {
    public FilmPacket(Kind kind, boolean key, long at, byte[] data) {
        this(kind, key, at, 0, data);
    }

    /// What it is.
    public enum Kind {
        /// VP8.
        PICTURE,
        /// Opus, 20 ms.
        SOUND,
        /// A JPEG for the strip.
        THUMBNAIL,
        /// A JPEG that may become the poster.
        POSTER
    }

    /// Milliseconds on the film's clock.
    public long atMs() {
        return kind == Kind.SOUND ? Math.floorDiv(at, 48) : at;
    }
}
