package live.lyceum.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import live.lyceum.config.HttpSettings;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.auth.ResumeTokens;
import live.lyceum.signaling.auth.SigningKey;
import live.lyceum.signaling.http.AttemptLimiter;
import live.lyceum.signaling.http.HttpReply;
import live.lyceum.signaling.http.OriginPolicy;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.shell.RoomParts;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.SignalingMetrics;
import live.lyceum.signaling.store.InMemoryStore;
import live.lyceum.signaling.testkit.ScriptedMedia;
import live.lyceum.signaling.testkit.ScriptedRecorder;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalUpgradeTest {
    private static final int PENDING = 3;

    @TempDir Path folder;

    private SignalUpgrade upgrade(SimpleMeterRegistry registry, ScheduledExecutorService timer)
            throws IOException {
        var metrics = new SignalingMetrics(registry);
        var store = new InMemoryStore();
        var rooms =
                new Rooms(
                        new RoomParts(
                                store,
                                store,
                                new ScriptedMedia(),
                                new ScriptedRecorder(),
                                new ScriptedTranscriber(false),
                                new WireFrames(),
                                () -> 1,
                                Runnable::run,
                                timer,
                                who ->
                                        new ServerEvent.Welcome(
                                                List.of(), List.of(), false, false, null),
                                new Reply.Heartbeat(2_000, 6_000),
                                metrics));
        SigningKey key = SigningKey.loadOrCreate(folder);
        var http =
                new HttpSettings(
                        InetAddress.ofLiteral("127.0.0.1"), 0, null, Set.of(), List.of(), null);
        return new SignalUpgrade(
                new SocketParts(
                        rooms,
                        new JoinTokens(key, () -> 1),
                        new ResumeTokens(key),
                        new OriginPolicy(http),
                        new AttemptLimiter(1_000, () -> 1),
                        new SocketLimits(60_000, 2_000, 60_000, 60_000, PENDING),
                        () -> 1,
                        metrics));
    }

    /// Netty's handshake puts a handler of that name in, and throws where there is one.
    @Test
    void aHandshakeThatThrowsKeepsNoPlaceAmongThePendingSockets() throws IOException {
        var registry = new SimpleMeterRegistry();
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            SignalUpgrade upgrade = upgrade(registry, timer);
            for (int i = 0; i <= PENDING; i++) {
                HttpReply told = shakeHands(upgrade, "wsdecoder");
                assertThat(told).isNotNull();
                assertThat(told.status()).isEqualTo(400);
            }
            assertThat(registry.get("lyceum.ws.pending").gauge().value()).isZero();
            assertThat(registry.get("lyceum.ws.sockets").gauge().value()).isZero();
            assertThat(shakeHands(upgrade, "another")).isNull();
        }
    }

    private static @Nullable HttpReply shakeHands(SignalUpgrade upgrade, String inTheWay) {
        var http = new ChannelInboundHandlerAdapter();
        var channel = new EmbeddedChannel(new HttpServerCodec());
        try {
            channel.pipeline().addLast(inTheWay, new ChannelInboundHandlerAdapter());
            channel.pipeline().addLast("http", http);
            var request =
                    new DefaultFullHttpRequest(
                            HttpVersion.HTTP_1_1, HttpMethod.GET, "/api/v1/signal");
            request.headers()
                    .set("Upgrade", "websocket")
                    .set("Connection", "Upgrade")
                    .set("Sec-WebSocket-Version", "13")
                    .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                    .set("Sec-WebSocket-Protocol", "room.v1.json");
            ChannelHandlerContext ctx = channel.pipeline().context(http);
            HttpReply told = upgrade.upgrade(ctx, request, InetAddress.ofLiteral("192.0.2.1"));
            request.release();
            return told;
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
