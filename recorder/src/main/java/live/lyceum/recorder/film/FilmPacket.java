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
        PICTURE(1),
        /// Opus, 20 ms.
        SOUND(2),
        /// A JPEG for the strip.
        THUMBNAIL(3),
        /// A JPEG that may become the poster.
        POSTER(4);

        /// What stands for it in a file.
        public final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /// Milliseconds on the film's clock.
    public long atMs() {
        return kind == Kind.SOUND ? Math.floorDiv(at, 48) : at;
    }
}
