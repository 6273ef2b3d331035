package live.lyceum.signaling.protocol;

/// What a person wants to send; the media plane's gate follows it. `screen` covers its sound too.
public record MediaIntent(boolean mic, boolean cam, boolean screen) {
    public static final MediaIntent NOTHING = new MediaIntent(false, false, false);

    /// What both let through.
    public MediaIntent and(MediaIntent other) {
        return new MediaIntent(mic && other.mic, cam && other.cam, screen && other.screen);
    }
}
