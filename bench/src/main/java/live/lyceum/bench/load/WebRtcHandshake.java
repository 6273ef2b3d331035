package live.lyceum.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.lyceum.media.dtls.DtlsTestClient;
import live.lyceum.media.srtp.SrtpTransport;
import live.lyceum.media.testkit.StunClient;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.Fingerprint;

/// What a browser does between the answer and its first media, and to keep consent alive (RFC
/// 7675): checks, then DTLS. Owned by the client loop.
final class WebRtcHandshake implements Peer.Handshake {
    private static final long HURRY_NS = 50_000_000L;
    private static final long CONSENT_NS = 2_500_000_000L;
    private static final long PATIENCE_S = 20;
    // As many as the page offers.
    private static final int AUDIO_SLOTS = 3;
    private static final int VIDEO_SLOTS = 4;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final String UFRAG = "load";
    private static final String PASSWORD = "loadloadloadloadloadload";

    private final Peer peer;
    private final StunClient stun = new StunClient();
    private final DtlsTestClient dtls;
    private final String answer;
    private boolean answered;
    private long nextCheckNs = System.nanoTime();

    private WebRtcHandshake(ClientLoop loop, Peer peer, DtlsTestClient dtls, String answer) {
        this.peer = peer;
        this.dtls = dtls;
        this.answer = answer;
        var _ =
                dtls.keys()
                        .whenComplete((keys, failure) ->
                                loop.execute(() -> {
                                    if (failure != null) {
                                        peer.ready().completeExceptionally(failure);
                                    } else {
                                        peer.onKeys(new SrtpTransport(keys, true));
                                    }
                                }));
    }

    /// Takes an offer to the server and brings its answer.
    interface Offerer {
        String answer(String offer) throws Exception;
    }

    /// Offers, and waits until there are keys.
    static void join(ClientLoop loop, Offerer signaling, Peer peer) throws Exception {
        DtlsTestClient dtls =
                new DtlsTestClient(bytes -> loop.execute(() -> peer.send(bytes, bytes.length)));
        String fingerprint = dtls.fingerprint().value();
        TestOffer offer =
                new TestOffer(UFRAG, PASSWORD, fingerprint, false, AUDIO_SLOTS, VIDEO_SLOTS);
        int camera = peer.cameraSsrc();
        String answer = signaling.answer(offer.sdp(peer.microphoneSsrc(), camera, camera + 1));
        int port =
                Integer.parseInt(
                        find(answer, "a=candidate:\\S+ 1 \\S+ \\d+ 127\\.0\\.0\\.1 (\\d+)"));
        peer.open(
                loop,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new WebRtcHandshake(loop, peer, dtls, answer));
        peer.ready().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Override
    public void tick(long nowNs) {
        if (nowNs - nextCheckNs >= 0) {
            nextCheckNs = nowNs + (answered ? CONSENT_NS : HURRY_NS);
            String ufrag = find(answer, "a=ice-ufrag:(\\S+)");
            byte[] check = stun.check(ufrag, find(answer, "a=ice-pwd:(\\S+)"), UFRAG, true);
            peer.send(check, check.length);
        }
    }

    @Override
    public void onDatagram(Datagram.Kind kind, ByteBuf datagram) {
        if (kind == Datagram.Kind.DTLS) {
            dtls.onDatagram(ByteBufUtil.getBytes(datagram));
        } else if (!answered
                && kind == Datagram.Kind.STUN
                && datagram.getUnsignedShort(datagram.readerIndex()) == BINDING_SUCCESS) {
            answered = true;
            String value = find(answer, "a=fingerprint:sha-256 (\\S+)");
            dtls.start(new Fingerprint("sha-256", value));
        }
    }

    private static String find(String answer, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException("the answer has no " + pattern);
        }
        return matcher.group(1);
    }
}
