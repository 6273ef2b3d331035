package live.lyceum.recorder.io;

import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// Where one tap of a room can be put in, as [live.lyceum.media.api.MediaServer#tap] has it; what
/// fails there fails here, and has to be asked again.
public interface TapPoint {
    /// Hands all that passes a room's gates to `tap`; null: not any more. Complete when in force.
    CompletionStage<Void> tap(RoomId room, @Nullable MediaTap tap);
}
