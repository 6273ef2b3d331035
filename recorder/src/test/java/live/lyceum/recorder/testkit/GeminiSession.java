package live.lyceum.recorder.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to a [GeminiService]: setup, then utterances. Owned by its channel's loop.
final class GeminiSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AUDIO_TYPE = "audio/pcm;rate=16000";
    private static final String WRONG = "Request contains an invalid argument.";
    private static final String CANNED = "This is what everybody always says.";

    /// Messages of audio, one each 100 ms.
    private static final int CANNED_EVERY = 5;

    private static final int FLOOD_CHARS = 1024 * 1024 + 1;

    private final GeminiService service;
    private final GeminiScript script;
    private final GeminiEar ear = new GeminiEar();
    private @Nullable ChannelHandlerContext ctx;
    private String language = "en-US";
    private String told = "";
    private boolean isSetUp;
    private boolean inUtterance;
    private boolean stalled;
    private int pieces;

    GeminiSession(GeminiService service) {
        this.service = service;
        script = service.script();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
        service.entered(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        service.left(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable why) {
        var _ = failed.close();
    }

    // --- In ---

    @Override
    protected void channelRead0(ChannelHandlerContext read, WebSocketFrame frame) {
        switch (frame) {
            case CloseWebSocketFrame close ->
                    read.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            case PingWebSocketFrame ping -> {
                var _ = read.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            }
            case PongWebSocketFrame _ -> {}
            default -> message(frame.content().toString(StandardCharsets.UTF_8));
        }
    }

    private void message(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            close(1007, WRONG);
            return;
        }
        // Both spellings are the service's: its SDKs differ in them.
        JsonNode input = message.path("realtime_input");
        if (input.isMissingNode()) {
            input = message.path("realtimeInput");
        }
        if (!isSetUp && message.path("setup").isObject()) {
            setUp(message.path("setup"));
        } else if (isSetUp && input.isObject()) {
            input(input);
        } else {
            close(1007, WRONG);
        }
    }

    private void setUp(JsonNode setup) {
        if (!setup.path("model").asText().startsWith("models/gemini-")) {
            close(1008, "the model is not found for API version v1beta");
            return;
        }
        JsonNode detection = setup.path("realtimeInputConfig").path("automaticActivityDetection");
        boolean transcribes = setup.path("inputAudioTranscription").isObject();
        if (!transcribes || !detection.path("disabled").asBoolean()) {
            close(1007, WRONG);
            return;
        }
        language =
                setup.path("inputAudioTranscription")
                        .path("languageCodes")
                        .path(0)
                        .asText(language);
        isSetUp = true;
        service.setUp();
        say("{\"setupComplete\":{}}");
    }

    private void input(JsonNode input) {
        if (input.has("activityStart")) {
            inUtterance = true;
            told = "";
            pieces = 0;
            ear.clear();
        }
        JsonNode audio = input.path("audio");
        if (audio.isObject()) {
            if (!audio.path("mimeType").asText().equals(AUDIO_TYPE)) {
                close(1007, WRONG);
                return;
            }
            audio(Base64.getDecoder().decode(audio.path("data").asText()));
        }
        if (input.has("activityEnd") && inUtterance) {
            inUtterance = false;
            over();
        }
    }

    private void audio(byte[] pcm) {
        service.heard(pcm.length, inUtterance);
        if (!inUtterance) {
            return;
        }
        if (script.has(GeminiScript.Trait.CANNED)) {
            canned();
            return;
        }
        ear.hear(pcm);
        String words = ear.words();
        if (!words.equals(told)) {
            told = words;
            interim(words);
        }
    }

    private void canned() {
        if (++pieces % CANNED_EVERY == 0) {
            interim(CANNED.substring(0, Math.min(CANNED.length(), pieces)));
        }
    }

    private void interim(String words) {
        say(
                "{\"serverContent\":{\"interimInputTranscription\":{\"text\":\"%s\"}}}"
                        .formatted(words));
    }

    private void over() {
        say(
                "{\"serverContent\":{},\"voiceActivity\":{\"type\":\"ACTIVITY_END\",\"audioOffset\":\"%s\"}}"
                        .formatted(script.has(GeminiScript.Trait.FRACTIONAL) ? "4.1s" : "4s"));
        boolean canned = script.has(GeminiScript.Trait.CANNED);
        String words = canned ? CANNED : ear.words();
        String text = script.has(GeminiScript.Trait.REWORDED) ? "Well, " + words + "." : words;
        if (script.has(GeminiScript.Trait.LATE) && ctx != null) {
            var _ =
                    ctx.executor()
                            .schedule(() -> result(text), script.lateMs(), TimeUnit.MILLISECONDS);
        } else {
            result(text);
        }
    }

    private void result(String text) {
        boolean canned = script.has(GeminiScript.Trait.CANNED);
        if ((canned || ear.hasHeard()) && !script.has(GeminiScript.Trait.MUTE)) {
            service.told(text);
            int times = script.has(GeminiScript.Trait.DOUBLED) ? 2 : 1;
            for (int i = 0; i < times; i++) {
                say(
                        "{\"serverContent\":{\"inputTranscription\":{\"text\":\" %s\",\"languageCode\":\"%s\"}},\"future\":{\"x\":[1]}}"
                                .formatted(text, language));
            }
        }
        say(
                "{\"serverContent\":{\"generationComplete\":true},\"usageMetadata\":{\"totalTokenCount\":30}}");
    }

    // --- Out ---

    private void say(String message) {
        ChannelHandlerContext to = ctx;
        if (stalled || to == null) {
            return;
        }
        ByteBuf bytes = Unpooled.copiedBuffer(message, StandardCharsets.UTF_8);
        boolean binary = script.has(GeminiScript.Trait.BINARY);
        boolean inPieces = script.has(GeminiScript.Trait.FRAGMENTED);
        ByteBuf first = inPieces ? bytes.readRetainedSlice(bytes.readableBytes() / 2) : bytes;
        WebSocketFrame begin =
                binary
                        ? new BinaryWebSocketFrame(!inPieces, 0, first)
                        : new TextWebSocketFrame(!inPieces, 0, first);
        var _ = to.write(begin);
        if (inPieces) {
            var _ = to.write(new ContinuationWebSocketFrame(true, 0, bytes));
        }
        to.flush();
    }

    private void close(int code, String reason) {
        if (ctx != null) {
            ctx.writeAndFlush(new CloseWebSocketFrame(code, reason))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// Safe to call from any thread.
    void fault(GeminiScript.Fault fault) {
        ChannelHandlerContext to = ctx;
        if (to != null) {
            to.executor().execute(() -> happen(to, fault));
        }
    }

    private void happen(ChannelHandlerContext to, GeminiScript.Fault fault) {
        boolean fractional = script.has(GeminiScript.Trait.FRACTIONAL);
        switch (fault) {
            case GO_AWAY ->
                    say(
                            "{\"goAway\":{\"timeLeft\":\"%s\"}}"
                                    .formatted(fractional ? "49.5s" : "50s"));
            case CLOSE_1000 -> close(1000, "");
            case CLOSE_1007 -> close(1007, "API key not valid. Please pass a valid API key.");
            case CLOSE_1008 -> close(1008, "the operation is not allowed");
            case CLOSE_1011 -> close(1011, "Deadline expired before operation could complete.");
            case QUOTA -> close(1011, "You exceeded your current quota.");
            case DROP -> {
                var _ = to.close();
            }
            case STALL -> stalled = true;
            case FREEZE -> {
                stalled = true;
                to.channel().config().setAutoRead(false);
            }
            case NONSENSE -> say("not JSON");
            case FLOOD -> say("{\"x\":\"" + "x".repeat(FLOOD_CHARS) + "\"}");
        }
    }
}
