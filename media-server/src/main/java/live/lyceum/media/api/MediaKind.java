package live.lyceum.media.api;

/// What an m-line carries.
public enum MediaKind {
    AUDIO,
    VIDEO
}
