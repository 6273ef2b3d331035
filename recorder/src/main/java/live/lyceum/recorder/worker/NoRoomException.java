package live.lyceum.recorder.worker;

import java.io.IOException;

/// There is so little room on the disk that journals get all of it.
final class NoRoomException extends IOException {
    NoRoomException() {
        super("the disk is full");
    }
}
