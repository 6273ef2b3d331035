package live.lyceum.media.testkit;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.srtp.SrtpTransport;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtcp.RtcpHandler;
import live.lyceum.media.wire.rtcp.RtcpReader;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtcp.TransportFeedback;
import org.jspecify.annotations.Nullable;

/// The other end: a controlling ICE agent with the client's SRTP keys, a microphone, a camera and
/// slots to receive on, all on virtual time.
public final class TestPeer {
    private static final long CHECK_NS = 2_500_000_000L;
    private static final long HURRY_NS = 50_000_000L;
    private static final long REPORT_NS = 1_000_000_000L;

    private final SimRoom sim;
    private final ParticipantId id;
    private final Fingerprint fingerprint;
    private final StunClient stun = new StunClient();
    private final Map<String, TestSource> cameras = new LinkedHashMap<>();
    private final Map<Integer, TestReceiver> receivers = new HashMap<>();
    private final Map<Integer, TestReceiver> rtxReceivers = new HashMap<>();
    private final Map<String, TestReceiver> byMid = new LinkedHashMap<>();
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] report = new byte[1500];
    private final byte[] scratch = new byte[2048];
    private final Reports reports = new Reports();
    private final RtcpReader reader = new RtcpReader();
    private InetSocketAddress address;
    private TestSource microphone;
    private boolean simulcast;
    private int generation;
    private String ufrag = "";
    private TestAnswer answer = new TestAnswer("");
    private List<Codec> codecs = List.of(Codec.VP8);
    private String offerSdp = "";
    private int videoSlots = 4;
    private @Nullable SrtpTransport srtp;
    private boolean hearsServer;
    private boolean sending = true;
    private boolean online = true;
    private long nextCheckNs = Long.MAX_VALUE;
    private long nextAudioNs = Long.MAX_VALUE;
    private long nextVideoNs = Long.MAX_VALUE;
    private long nextReportNs = Long.MAX_VALUE;
    private int transportFeedbacks;
    private int nacksReceived;
    private int plisReceived;
    private long mediaSent;
    private long mediaReceived;
    private long datagramsReceived;
    private boolean recording;
    private final List<byte[]> recorded = new ArrayList<>();
    private int transportSequence = 65_000;

    TestPeer(SimRoom sim, ParticipantId id, int host) {
        this.sim = sim;
        this.id = id;
        address = SimRoom.address(host, 50_000);
        String hex = "%02X".formatted(host);
        fingerprint = new Fingerprint("sha-256", hex + ":AB".repeat(31));
        microphone = source(false, "0", null);
    }

    public ParticipantId id() {
        return id;
    }

    public InetSocketAddress address() {
        return address;
    }

    /// The camera sends three layers, named by RID only.
    public TestPeer simulcast() {
        simulcast = true;
        return this;
    }

    /// Offers these codecs of video; the camera sends what the answer says first.
    public TestPeer knows(Codec... codecs) {
        this.codecs = List.of(codecs);
        return this;
    }

    /// Offers a new connection and begins to send as soon as it stands.
    public TestPeer join() throws OfferRefused {
        return join(MediaGate.OPEN);
    }

    public TestPeer join(MediaGate gate) throws OfferRefused {
        generation++;
        srtp = null;
        hearsServer = false;
        cameras.clear();
        microphone = source(false, "0", null);
        for (String rid : simulcast ? List.of("q", "h", "f") : List.of("")) {
            cameras.put(rid, source(true, "1", rid.isEmpty() ? null : rid));
        }
        offer(false, gate);
        receivers.clear();
        rtxReceivers.clear();
        byMid.clear();
        readSlots();
        nextCheckNs = sim.nowNs();
        return this;
    }

    /// ICE restart on the same connection.
    public void restartIce() throws OfferRefused {
        reoffer(videoSlots, true);
    }

    /// Offers again on the same connection, with so many m-lines to receive pictures on.
    public void reoffer(int slots, boolean restart) throws OfferRefused {
        videoSlots = slots;
        offer(restart, MediaGate.OPEN);
        readSlots();
        nextCheckNs = sim.nowNs();
    }

    /// The peer is at another address from now on, as after a change of network.
    public void move(int port) {
        address = new InetSocketAddress(address.getAddress(), port);
    }

    /// Nothing goes out any more, or again.
    public void online(boolean online) {
        this.online = online;
    }

    /// Whether media is produced; checks and reports go on.
    public void sending(boolean sending) {
        this.sending = sending;
    }

    public TestSource camera(String rid) {
        return Objects.requireNonNull(cameras.get(rid));
    }

    /// The camera's codec.
    public Codec sends() {
        return cameras.values().iterator().next().codec();
    }

    public int keyframes() {
        return cameras.values().stream().mapToInt(TestSource::keyframes).sum();
    }

    public long framesSent() {
        return cameras.values().iterator().next().frames();
    }

    public long audioSent() {
        return microphone.frames();
    }

    public void speak(int level) {
        microphone.level(level);
    }

    /// The slot on the m-line with `mid`.
    public TestReceiver slot(int mid) {
        return Objects.requireNonNull(byMid.get(Integer.toString(mid)));
    }

    public String answer() {
        return answer.sdp();
    }

    /// The last offer.
    public String offerSdp() {
        return offerSdp;
    }

    public int transportFeedbacks() {
        return transportFeedbacks;
    }

    public int nacksReceived() {
        return nacksReceived;
    }

    public int plisReceived() {
        return plisReceived;
    }

    /// Media packets sent so far, retransmissions among them.
    public long mediaSent() {
        return mediaSent;
    }

    /// Packets of media that came, retransmissions among them.
    public long mediaReceived() {
        return mediaReceived;
    }

    public int generation() {
        return generation;
    }

    /// A check from another port of this peer, which nominates nothing.
    public void checkFrom(int port) {
        InetSocketAddress from = new InetSocketAddress(address.getAddress(), port);
        sim.network().send(check(false), from, SimRoom.SERVER, sim.nowNs());
    }

    /// All that goes out is also kept, for [#recorded].
    public void record() {
        recording = true;
    }

    public List<byte[]> recorded() {
        return recorded;
    }

    /// The camera begins anew, with another SSRC and other numbers.
    public void replaceCamera() {
        cameras.put("", source(true, "1", null));
    }

    /// A datagram as it is, from this peer's address.
    public void sendRaw(byte[] bytes) {
        sim.network().send(bytes, address, SimRoom.SERVER, sim.nowNs());
    }

    /// This peer's keys; null until it is connected.
    public @Nullable SrtpTransport srtp() {
        return srtp;
    }

    /// Asks the server for a keyframe on the slot with `mid`.
    public void sendPli(int mid) {
        begin().pli(1, slot(mid).ssrc());
        flush();
    }

    long nextDeadlineNs() {
        long next = Math.min(nextCheckNs, Math.min(nextAudioNs, nextVideoNs));
        next = Math.min(next, nextReportNs);
        for (TestReceiver receiver : receivers.values()) {
            next = Math.min(next, receiver.nextDeadlineNs());
        }
        return next;
    }

    void onDeadline(long nowNs) {
        if (nextCheckNs <= nowNs) {
            check(nowNs);
        }
        if (nextAudioNs <= nowNs) {
            nextAudioNs += TestSource.AUDIO_NS;
            if (sending) {
                microphone.produce();
            }
        }
        if (nextVideoNs <= nowNs) {
            nextVideoNs += TestSource.FRAME_NS;
            if (sending) {
                cameras.values().forEach(TestSource::produce);
            }
        }
        if (nextReportNs <= nowNs) {
            nextReportNs += REPORT_NS;
            sendReports(nowNs);
        }
        for (TestReceiver receiver : receivers.values()) {
            if (receiver.nextDeadlineNs() <= nowNs) {
                receiver.writeNacks(begin(), 1, nowNs);
                flush();
            }
        }
    }

    /// All that came, also while this peer does not listen.
    public long datagramsReceived() {
        return datagramsReceived;
    }

    void onDatagram(byte[] bytes, long nowNs) {
        datagramsReceived++;
        int first = bytes[0] & 0xff;
        if (!online) {
            return;
        }
        if (first <= 3) {
            if (!hearsServer) {
                transmit(InjectedDtls.RECORD.clone());
            }
        } else if (first < 64) {
            begin(nowNs);
        } else if (srtp != null) {
            onMedia(srtp, bytes, nowNs);
        }
    }

    private void onMedia(SrtpTransport transport, byte[] bytes, long nowNs) {
        System.arraycopy(bytes, 0, scratch, 0, bytes.length);
        int type = bytes[1] & 0xff;
        if (type >= 192 && type <= 223) {
            int length = transport.unprotectRtcp(scratch, 0, bytes.length);
            if (length > 0) {
                reader.read(scratch, 0, length, reports);
            }
            return;
        }
        int length = transport.unprotectRtp(scratch, 0, bytes.length);
        if (length < 0) {
            return;
        }
        mediaReceived++;
        int ssrc = Bytes.i32(scratch, 8);
        TestReceiver direct = receivers.get(ssrc);
        if (direct != null) {
            direct.onPacket(scratch, length, false, nowNs);
            return;
        }
        TestReceiver repaired = rtxReceivers.get(ssrc);
        if (repaired != null) {
            onRtx(repaired, length, nowNs);
        }
    }

    /// RFC 4588 section 4, for packets without extensions, as the server writes them.
    private void onRtx(TestReceiver receiver, int length, long nowNs) {
        int original = Bytes.u16(scratch, 12);
        System.arraycopy(scratch, 14, scratch, 12, length - 14);
        Bytes.put16(scratch, 2, original);
        scratch[1] = (byte) (scratch[1] - 1);
        receiver.onPacket(scratch, length - 2, true, nowNs);
    }

    private void begin(long nowNs) {
        if (hearsServer) {
            return;
        }
        hearsServer = true;
        srtp = new SrtpTransport(InjectedDtls.keys(fingerprint), true);
        nextAudioNs = nowNs;
        nextVideoNs = nowNs;
        nextReportNs = nowNs + REPORT_NS / 2;
    }

    private void check(long nowNs) {
        nextCheckNs = nowNs + (hearsServer ? CHECK_NS : HURRY_NS);
        transmit(check(true));
    }

    private byte[] check(boolean nominate) {
        String serverUfrag = answer.find("ice-ufrag:(\\S+)");
        return stun.check(serverUfrag, answer.find("ice-pwd:(\\S+)"), ufrag, nominate);
    }

    private void sendReports(long nowNs) {
        RtcpWriter out = begin();
        microphone.writeSenderReport(out, nowNs, 48_000);
        for (TestSource camera : cameras.values()) {
            camera.writeSenderReport(out, nowNs, 90_000);
        }
        flush();
    }

    private RtcpWriter begin() {
        writer.reset(report, 0, 1200);
        return writer;
    }

    private void flush() {
        if (srtp != null && writer.length() > 0) {
            int length = srtp.protectRtcp(report, 0, writer.length());
            transmit(Arrays.copyOf(report, length));
        }
    }

    private TestSource source(boolean video, String mid, @Nullable String rid) {
        return new TestSource(video, mid, rid, sim.random(), new Media());
    }

    private final class Media implements TestSource.Output {
        @Override
        public void rtp(byte[] packet, int length) {
            if (srtp == null) {
                return;
            }
            mediaSent++;
            System.arraycopy(packet, 0, scratch, 0, length);
            int protectedLength = srtp.protectRtp(scratch, 0, length);
            transmit(Arrays.copyOf(scratch, protectedLength));
        }

        @Override
        public int nextTransportSequence() {
            return transportSequence++ & 0xffff;
        }
    }

    private void transmit(byte[] bytes) {
        if (recording) {
            recorded.add(bytes.clone());
        }
        if (online) {
            sim.network().send(bytes, address, SimRoom.SERVER, sim.nowNs());
        }
    }

    private void offer(boolean restart, MediaGate gate) throws OfferRefused {
        ufrag = "u" + generation + id.value();
        TestOffer offer =
                new TestOffer(
                        ufrag,
                        "p".repeat(24),
                        fingerprint.value(),
                        simulcast,
                        3,
                        videoSlots,
                        codecs);
        TestSource camera = cameras.values().iterator().next();
        offerSdp = offer.sdp(microphone.ssrc(), camera.ssrc(), camera.rtxSsrc());
        MediaOffer made = new MediaOffer(generation, offerSdp, restart, gate);
        answer = new TestAnswer(sim.offer(id, made));
        Codec first = TestOffer.codec(answer.firstPayloadType("1"));
        cameras.values().forEach(each -> each.codec(first));
    }

    private void readSlots() {
        for (TestAnswer.Stream stream : answer.streams()) {
            if (!byMid.containsKey(stream.mid())) {
                TestReceiver receiver = new TestReceiver(stream.ssrc(), stream.video());
                receivers.put(stream.ssrc(), receiver);
                byMid.put(stream.mid(), receiver);
                rtxReceivers.put(stream.rtxSsrc(), receiver);
            }
        }
    }

    private boolean sends(int ssrc) {
        return microphone.ssrc() == ssrc
                || cameras.values().stream()
                        .anyMatch(camera -> camera.ssrc() == ssrc || camera.rtxSsrc() == ssrc);
    }

    private final class Reports implements RtcpHandler {
        @Override
        public void onSenderReport(
                int ssrc, long ntp, int rtpTimestamp, int packetCount, int octetCount) {
            TestReceiver receiver = receivers.get(ssrc);
            if (receiver != null) {
                receiver.onSenderReport(ntp, rtpTimestamp);
            }
        }

        @Override
        public void onNack(int senderSsrc, int mediaSsrc, int pid, int blp) {
            nacksReceived++;
            for (TestSource camera : cameras.values()) {
                if (camera.ssrc() == mediaSsrc) {
                    camera.resend(pid);
                    for (int i = 0; i < 16; i++) {
                        if ((blp >> i & 1) != 0) {
                            camera.resend((pid + 1 + i) & 0xffff);
                        }
                    }
                }
            }
        }

        @Override
        public void onPli(int senderSsrc, int mediaSsrc) {
            plisReceived++;
            for (TestSource camera : cameras.values()) {
                if (camera.ssrc() == mediaSsrc) {
                    camera.wantKeyframe();
                }
            }
        }

        @Override
        public void onTransportFeedback(TransportFeedback feedback) {
            // As libwebrtc does: what names none of our streams is not for us.
            if (sends(feedback.mediaSsrc())) {
                transportFeedbacks++;
            }
        }
    }
}
