package live.lyceum.media.api;

/// What a participant can send. Sources of one kind are told apart by the order of their sending
/// m-lines.
public enum Source {
    MIC(MediaKind.AUDIO),
    CAM(MediaKind.VIDEO),
    SCREEN(MediaKind.VIDEO),
    SCREEN_AUDIO(MediaKind.AUDIO);

    private final MediaKind kind;

    Source(MediaKind kind) {
        this.kind = kind;
    }

    public MediaKind kind() {
        return kind;
    }
}
