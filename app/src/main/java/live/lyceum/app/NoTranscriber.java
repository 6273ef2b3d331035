package live.lyceum.app;

import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;

/// Where nothing is set up that makes text of what is said.
final class NoTranscriber implements Transcriber {
    @Override
    public boolean available() {
        return false;
    }

    @Override
    public void listen(Listener listener) {}

    @Override
    public void transcribe(Order order) {}

    @Override
    public void stop(RoomId session) {}
}
