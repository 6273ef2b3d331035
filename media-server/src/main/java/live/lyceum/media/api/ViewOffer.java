package live.lyceum.media.api;

/// The SDP offer of a viewer, who receives the microphone and camera of `participant`, or the
/// screen and its sound. The participant need not be there yet.
public record ViewOffer(String sdp, ParticipantId participant, boolean screen) {
    public boolean wants(Source source) {
        return switch (source) {
            case MIC, CAM -> !screen;
            case SCREEN, SCREEN_AUDIO -> screen;
        };
    }

    /// Leaves out the SDP, which has addresses and ICE passwords.
    @Override
    public String toString() {
        return "ViewOffer[%s, screen=%b]".formatted(participant, screen);
    }
}
