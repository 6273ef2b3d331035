package live.lyceum.signaling.ws;

import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.codec.ServerEncoder;
import live.lyceum.signaling.shell.FrameEncoder;

/// Events as the JSON of `room.v1.json`.
public final class WireFrames implements FrameEncoder {
    @Override
    public byte[] encode(ServerEvent.Durable event, long seq) {
        return ServerEncoder.encode(event, seq);
    }

    @Override
    public byte[] encode(ServerEvent.Ephemeral event) {
        return ServerEncoder.encode(event);
    }
}
