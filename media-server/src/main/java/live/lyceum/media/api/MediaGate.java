package live.lyceum.media.api;

/// Which sources of a participant may leave the server; `screen` covers the screen's sound too. A
/// packet of a closed source is neither forwarded nor recorded.
public record MediaGate(boolean mic, boolean cam, boolean screen) {
    public static final MediaGate CLOSED = new MediaGate(false, false, false);
    public static final MediaGate OPEN = new MediaGate(true, true, true);

    public boolean open(Source source) {
        return switch (source) {
            case MIC -> mic;
            case CAM -> cam;
            case SCREEN, SCREEN_AUDIO -> screen;
        };
    }
}
