package live.lyceum.recorder.testkit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;

/// Notes the frames of messages as they come.
final class GeminiFrames extends ChannelInboundHandlerAdapter {
    private final GeminiService service;

    GeminiFrames(GeminiService service) {
        this.service = service;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        if (read instanceof WebSocketFrame frame && opcode(frame) >= 0) {
            service.came(
                    new GeminiService.Frame(
                            opcode(frame),
                            frame.isFinalFragment(),
                            frame.content().toString(StandardCharsets.UTF_8)));
        }
        ctx.fireChannelRead(read);
    }

    private static int opcode(WebSocketFrame frame) {
        return switch (frame) {
            case ContinuationWebSocketFrame _ -> 0;
            case TextWebSocketFrame _ -> 1;
            case BinaryWebSocketFrame _ -> 2;
            default -> -1;
        };
    }
}
