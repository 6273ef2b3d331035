package live.lyceum.signaling.shell;

import live.lyceum.signaling.protocol.ServerEvent;

/// Events as they go over a WebSocket. A room encodes each row once for all.
public interface FrameEncoder {
    byte[] encode(ServerEvent.Durable event, long seq);

    byte[] encode(ServerEvent.Ephemeral event);
}
