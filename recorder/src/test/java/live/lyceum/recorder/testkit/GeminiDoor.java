package live.lyceum.recorder.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Lets WebSockets in, answers `generateContent`, also of what is to be summed up
/// ([LessonSummarist]), and takes orders. `POST /control` has one or more of
///
/// - `{"fault":"close_1011"}`, of [GeminiScript.Fault];
/// - `{"trait":"reworded","on":true}`, of [GeminiScript.Trait]; `{"lateMs":2000}`;
/// - `{"refuse":429,"times":3}`: handshakes and what is to be summed up are answered so;
/// - `{"outageSeconds":5}`: nothing is served for so long.
///
/// It answers, as `GET /control` does, with what there was and is:
/// `{"connections":1,"opened":3,"generated":0,"audioMs":4200,"strayMs":0,
/// "results":[{"atMs":1,"text":"w07"}]}`.
final class GeminiDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final String PATH =
            "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

    private static final String CONTROL = "/control";
    private static final String GENERATE = ":generateContent";
    private static final int MAX_MESSAGE = 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final GeminiService service;

    GeminiDoor(GeminiService service) {
        this.service = service;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (request.uri().equals(CONTROL)) {
            control(ctx, request);
            return;
        }
        String key = request.headers().get("x-goog-api-key");
        byte[] body = ByteBufUtil.getBytes(request.content());
        boolean generates = request.uri().endsWith(GENERATE);
        if (key != null && generates && GenerateService.hasAudio(body)) {
            recognize(ctx, body);
            return;
        }
        service.came(new GeminiService.Handshake(request.uri(), key));
        int refusal = service.script().refusal();
        if (refusal != 0) {
            var _ = answer(ctx, refusal, "{}");
        } else if (key != null && generates) {
            var _ = answer(ctx, 200, summary(body));
        } else if (!request.uri().equals(PATH)) {
            var _ = answer(ctx, 404, "{}");
        } else if (key == null) {
            var _ = answer(ctx, 403, "{}");
        } else {
            shakeHands(ctx, request);
        }
    }

    private void recognize(ChannelHandlerContext ctx, byte[] body) {
        try {
            service.generatedOne();
            var _ = answer(ctx, 200, GenerateService.response(body));
        } catch (IOException wrong) {
            var _ = answer(ctx, 400, "{}");
        }
    }

    private static String summary(byte[] body) {
        try {
            return LessonSummarist.answer(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException wrong) {
            return "{}";
        }
    }

    private void shakeHands(ChannelHandlerContext ctx, FullHttpRequest request) {
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("ws://127.0.0.1" + PATH, null, false)
                        .newHandshaker(request);
        if (handshaker == null) {
            var _ = answer(ctx, 426, "{}");
            return;
        }
        var _ = handshaker.handshake(ctx.channel(), request);
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addLast(
                new GeminiFrames(service),
                new WebSocketFrameAggregator(MAX_MESSAGE),
                new GeminiSession(service));
        pipeline.remove(this);
    }

    private void control(ChannelHandlerContext ctx, FullHttpRequest request) {
        JsonNode order = JSON.createObjectNode();
        try {
            if (request.method().equals(HttpMethod.POST)) {
                order = JSON.readTree(request.content().toString(StandardCharsets.UTF_8));
                order(order);
            }
        } catch (JsonProcessingException | IllegalArgumentException wrong) {
            var _ = answer(ctx, 400, "{}");
            return;
        }
        ChannelFuture answered = answer(ctx, 200, state().toString());
        if (order.has("outageSeconds")) {
            long seconds = order.path("outageSeconds").asLong();
            answered.addListener(sent -> service.outage(seconds));
        }
    }

    private JsonNode state() {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("connections", service.connections())
                        .put("opened", service.opened())
                        .put("generated", service.generated())
                        .put("audioMs", service.audioMs())
                        .put("strayMs", service.strayMs());
        ArrayNode results = state.putArray("results");
        for (GeminiService.Result each : service.results()) {
            results.addObject().put("atMs", each.atMs()).put("text", each.text());
        }
        return state;
    }

    private void order(JsonNode order) {
        GeminiScript script = service.script();
        if (order.has("trait")) {
            String name = order.path("trait").asText().toUpperCase(Locale.ROOT);
            script.set(GeminiScript.Trait.valueOf(name), order.path("on").asBoolean(true));
        }
        if (order.has("lateMs")) {
            script.lateMs(order.path("lateMs").asLong());
        }
        if (order.has("refuse")) {
            script.refuse(order.path("refuse").asInt(), order.path("times").asInt(1));
        }
        if (order.has("fault")) {
            String name = order.path("fault").asText().toUpperCase(Locale.ROOT);
            service.fault(GeminiScript.Fault.valueOf(name));
        }
    }

    private static ChannelFuture answer(ChannelHandlerContext ctx, int status, String json) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        return ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
