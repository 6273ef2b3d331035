package live.lyceum.media.session;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.dtls.DtlsEndpoint;
import live.lyceum.media.forward.PacketSink;
import live.lyceum.media.ice.Ice;
import live.lyceum.media.ice.IceCredentials;
import live.lyceum.media.ice.IceListener;
import live.lyceum.media.ice.LiteAgent;
import live.lyceum.media.sdp.AnswerWriter;
import live.lyceum.media.sdp.LocalTransport;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.srtp.SrtpTransport;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtcp.RtcpReader;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// One participant's PeerConnection: composes ICE, DTLS, SRTP, what it sends and what it receives.
/// The order of processing of a packet is read in [#onRtp]. Owned by one media loop, never shared.
public final class PeerSession {
    /// Silence of authenticated packets after which a transport does not count as active (spec,
    /// reading 2).
    static final long SILENT_AFTER_NS = 4_000_000_000L;

    private final ParticipantId participant;
    private final int generation;
    private final LoopContext context;
    private final DropCounters drops;
    private final SessionListener listener;
    private NegotiatedSession negotiated;
    private final Ice ice;
    private final RtcpChannel rtcp;
    private final IncomingMedia incoming;
    private final SlotTable slots;
    private final ReportHandler reports;
    private StreamLabels labels;
    private final ArrivalReports arrivals;
    private final PacketBudget budget;

    /// What the peer may make us send again: its requests cost it little.
    private final PacketBudget resends;

    private final CheckBudget checks;
    private final RtpPacket packet = new RtpPacket();
    private final RtcpReader rtcpReader = new RtcpReader();
    private final RemoteAddresses remotes = new RemoteAddresses();
    private @Nullable DtlsEndpoint dtls;
    private @Nullable SrtpTransport srtp;
    private @Nullable TransportState state;
    private final Consent consent;
    private long nowNs;

    /// Of consent, silence, ICE and reports, or earlier: a tick asks every session each time.
    private long slowDeadlineNs;

    private long answers;

    /// What the answers ask the client to send.
    private Codec videoCodec = Codec.VP8;

    PeerSession(
            ParticipantId participant,
            int generation,
            NegotiatedSession negotiated,
            MediaGate gate,
            LoopContext context,
            SessionListener listener,
            long nowNs) {
        this.participant = participant;
        this.generation = generation;
        this.negotiated = negotiated;
        this.context = context;
        this.listener = listener;
        this.nowNs = nowNs;
        consent = new Consent(nowNs);
        drops = context.drops();
        budget = new PacketBudget(nowNs);
        resends = new PacketBudget(nowNs);
        checks = new CheckBudget(nowNs);
        labels = new StreamLabels(negotiated);
        rtcp = new RtcpChannel(context, negotiated.reducedSizeRtcp(), this::sendReport, nowNs);
        arrivals = new ArrivalReports(rtcp);
        incoming = new IncomingMedia(participant, negotiated, gate, rtcp, context);
        slots = new SlotTable(negotiated, context, new Sink(), rtcp.cname());
        reports = new ReportHandler(incoming, slots, rtcp, drops);
        ice = new LiteAgent(context.random(), new Checks(), drops);
        context.outbox().bindUfrag(ice.credentials().ufrag(), this);
        reviewDeadlines();
    }

    public ParticipantId participant() {
        return participant;
    }

    int generation() {
        return generation;
    }

    IncomingMedia incoming() {
        return incoming;
    }

    SlotTable slots() {
        return slots;
    }

    /// What the client said last.
    NegotiatedSession negotiated() {
        return negotiated;
    }

    /// Whether the client sends video, and its last answer asked for another codec than `wanted`.
    boolean sendsOtherThan(Codec wanted) {
        return negotiated.sendsVideo() && videoCodec != wanted;
    }

    /// Keys are there, and an address to send to.
    boolean ready() {
        return srtp != null && !closed() && ice.selected() != null;
    }

    boolean closed() {
        return state == TransportState.CLOSED;
    }

    /// From the next answer on the client is asked to send `codec`, where it can.
    void prefer(Codec codec) {
        videoCodec = codec;
    }

    /// The answer to the last offer, as it is now.
    String answer() {
        IceCredentials credentials = ice.credentials();
        LocalTransport local =
                new LocalTransport(
                        credentials.ufrag(),
                        credentials.password(),
                        context.dtls().fingerprint(),
                        context.candidates());
        return AnswerWriter.write(negotiated, local, slots.ssrcsByMid(), videoCodec, ++answers);
    }

    /// The client offered again on this connection, to have more m-lines for instance: what was
    /// negotiated before stays, DTLS, SRTP and ICE go on.
    ///
    /// @return whether the offer may follow the one before
    boolean renegotiate(NegotiatedSession next, MediaGate gate) {
        if (!negotiated.mayBeFollowedBy(next)) {
            return false;
        }
        negotiated = next;
        labels = new StreamLabels(next);
        incoming.negotiated(next, gate);
        if (srtp != null) {
            incoming.signaledSsrcs(srtp::allowSsrc);
        }
        slots.negotiated(next);
        return true;
    }

    /// ICE restart (RFC 8445 section 9): new credentials, all else stays.
    String restartIce() {
        context.outbox().bindUfrag(ice.restart().ufrag(), this);
        return answer();
    }

    /// Lends one datagram that arrived from `remote` at `nowNs`.
    public void onDatagram(ByteBuf datagram, InetSocketAddress remote, long nowNs) {
        if (closed()) {
            return;
        }
        this.nowNs = nowNs;
        int length = datagram.readableBytes();
        context.packets().received(length);
        if (length > LoopContext.MAX_DATAGRAM) {
            drops.drop(DropReason.TOO_LARGE);
            return;
        }
        switch (Datagram.classify(datagram)) {
            case STUN -> onStun(datagram, length, remote);
            case DTLS -> onDtls(datagram);
            case RTP -> onRtp(datagram, length, remote);
            case RTCP -> onRtcp(datagram, length, remote);
            case UNKNOWN -> drops.drop(DropReason.UNKNOWN_DATAGRAM);
        }
    }

    long nextDeadlineNs() {
        if (closed()) {
            return Deadlines.NEVER;
        }
        long next = slowDeadlineNs;
        if (srtp != null) {
            next = Deadlines.earlier(next, incoming.nextDeadlineNs());
            next = Deadlines.earlier(next, arrivals.deadlineNs());
        }
        return next;
    }

    /// Called where one of the slow deadlines may have come nearer; media only puts them off.
    private void reviewDeadlines() {
        long next = consent.expiresNs(ice.selected() != null, srtp != null);
        if (state == TransportState.ACTIVE) {
            next = Deadlines.earlier(next, consent.lastNs() + SILENT_AFTER_NS);
        }
        if (srtp != null) {
            next = Deadlines.earlier(next, rtcp.nextReportNs());
        }
        slowDeadlineNs = Deadlines.earlier(next, ice.nextDeadlineNs());
    }

    void onDeadline(long nowNs) {
        if (closed()) {
            return;
        }
        this.nowNs = nowNs;
        if (consent.lost(srtp != null, nowNs)) {
            close();
            return;
        }
        if (ice.selected() != null && consent.lostSelected(nowNs)) {
            slots.disconnect();
            ice.deselect();
        }
        if (state == TransportState.ACTIVE && nowNs - consent.lastNs() >= SILENT_AFTER_NS) {
            become(TransportState.SILENT);
        }
        if (Deadlines.due(ice.nextDeadlineNs(), nowNs)) {
            ice.onDeadline(nowNs);
        }
        if (srtp != null) {
            incoming.onDeadline(nowNs);
            arrivals.onDeadline(nowNs);
            if (Deadlines.due(rtcp.nextReportNs(), nowNs)) {
                rtcp.sendReports(slots, incoming, nowNs);
            }
        }
        reviewDeadlines();
    }

    /// How long ago the last authenticated packet came.
    long proofAgoMs(long nowNs) {
        return (nowNs - consent.lastNs()) / 1_000_000;
    }

    /// Ends the transport: nothing is sent or taken any more. Idempotent.
    void close() {
        if (closed()) {
            return;
        }
        if (dtls != null) {
            dtls.close();
        }
        slots.clear();
        for (String ufrag : ice.ufrags()) {
            context.outbox().unbindUfrag(ufrag);
        }
        for (InetSocketAddress remote : remotes.all()) {
            context.outbox().unbindRemote(remote, this);
        }
        become(TransportState.CLOSED);
    }

    /// A bug struck: the transport ends, so that it cannot strike again.
    public void fail() {
        close();
    }

    private void onStun(ByteBuf datagram, int length, InetSocketAddress remote) {
        if (!checks.take(remotes.contains(remote), nowNs)) {
            drops.drop(DropReason.STUN_RATE);
            return;
        }
        byte[] exact = new byte[length];
        datagram.getBytes(datagram.readerIndex(), exact);
        ice.onStun(exact, remote, nowNs);
        reviewDeadlines();
    }

    private void onDtls(ByteBuf datagram) {
        // Only datagrams from validated addresses get here by way of the address table; a check
        // comes first.
        if (ice.selected() == null) {
            drops.drop(DropReason.DTLS_BEFORE_ICE);
            return;
        }
        if (dtls == null) {
            dtls = context.dtls().create(negotiated.fingerprint(), new Handshake());
        }
        if (!dtls.onDatagram(datagram)) {
            drops.drop(DropReason.DTLS_QUEUE_FULL);
        }
    }

    /// Decrypts a packet of a peer that is within its budget into the inbound scratch.
    ///
    /// @return its length in the clear, or -1: dropped
    private int open(ByteBuf datagram, int length, InetSocketAddress remote, boolean isRtcp) {
        SrtpTransport transport = srtp;
        if (transport == null) {
            drops.drop(DropReason.SRTP_BEFORE_KEYS);
            return -1;
        }
        byte[] buffer = context.scratch().inbound;
        datagram.getBytes(datagram.readerIndex(), buffer, 0, length);
        int plain =
                isRtcp
                        ? transport.unprotectRtcp(buffer, 0, length)
                        : transport.unprotectRtp(buffer, 0, length);
        if (plain < 0) {
            drops.drop(SrtpTransport.dropReason(plain));
            return -1;
        }
        proofOfLife(remote);
        // Asked of authentic packets only: with forged ones somebody else could use it up.
        if (!budget.take(length, nowNs)) {
            drops.drop(DropReason.SENDING_RATE);
            return -1;
        }
        return plain;
    }

    /// A media packet, step by step: authentic and new, not too many of them, well-formed, its
    /// arrival noted, then to whoever receives it.
    private void onRtp(ByteBuf datagram, int length, InetSocketAddress remote) {
        int plain = open(datagram, length, remote, false);
        if (plain < 0) {
            return;
        }
        byte[] buffer = context.scratch().inbound;
        DropReason malformed = packet.parse(buffer, 0, plain);
        if (malformed != null) {
            drops.drop(malformed);
            return;
        }
        int transportSequence = labels.transportSequence(packet);
        if (transportSequence >= 0) {
            arrivals.onPacket(transportSequence, packet.ssrc(), nowNs);
        }
        int level = incoming.onRtp(packet, nowNs);
        if (level >= 0) {
            listener.onAudioLevel(this, level, nowNs);
        }
    }

    private void onRtcp(ByteBuf datagram, int length, InetSocketAddress remote) {
        int plain = open(datagram, length, remote, true);
        if (plain < 0) {
            return;
        }
        reports.at(nowNs);
        DropReason malformed = rtcpReader.read(context.scratch().inbound, 0, plain, reports);
        if (malformed != null) {
            drops.drop(malformed);
        }
    }

    private void proofOfLife(@Nullable InetSocketAddress from) {
        boolean isBack = consent.proved(from != null && from.equals(ice.selected()), nowNs);
        if (state != TransportState.ACTIVE && srtp != null) {
            become(TransportState.ACTIVE);
            if (ready()) {
                slots.connect(nowNs);
            }
        }
        if (isBack) {
            incoming.refresh(nowNs);
            slots.refresh(nowNs);
        }
    }

    private void become(TransportState next) {
        state = next;
        reviewDeadlines();
        listener.onTransport(this, next, nowNs);
    }

    private void sendReport(byte[] buffer, int length) {
        if (srtp != null) {
            transmit(srtp.protectRtcp(buffer, 0, length), buffer);
        }
    }

    /// Sends the first `protectedLength` bytes of `buffer`, or counts why not when that is
    /// negative.
    private boolean transmit(int protectedLength, byte[] buffer) {
        InetSocketAddress remote = ice.selected();
        if (protectedLength < 0) {
            drops.drop(SrtpTransport.dropReason(protectedLength));
            return false;
        }
        if (remote == null) {
            drops.drop(DropReason.NO_ROUTE);
            return false;
        }
        send(buffer, protectedLength, remote);
        return true;
    }

    private void send(byte[] bytes, int length, InetSocketAddress remote) {
        context.packets().sent(length);
        context.outbox().send(bytes, length, remote);
    }

    private final class Sink implements PacketSink {
        @Override
        public byte[] packet() {
            return context.scratch().outbound;
        }

        @Override
        public void send(int length) {
            if (protectAndTransmit(length)) {
                context.packets().forwarded();
            }
        }

        @Override
        public void resend(int length) {
            if (!resends.take(length, nowNs)) {
                drops.drop(DropReason.NACK_RATE);
            } else if (protectAndTransmit(length)) {
                context.packets().retransmitted();
            }
        }

        private boolean protectAndTransmit(int length) {
            byte[] buffer = context.scratch().outbound;
            return srtp != null && transmit(srtp.protectRtp(buffer, 0, length), buffer);
        }
    }

    private final class Checks implements IceListener {
        @Override
        public void onResponse(byte[] datagram, InetSocketAddress remote) {
            send(datagram, datagram.length, remote);
        }

        @Override
        public void onSelected(InetSocketAddress remote) {
            // The session asks the agent where to send for each packet.
            consent.selected(nowNs);
            if (ready()) {
                slots.connect(nowNs);
            }
        }

        @Override
        public void onCheck(InetSocketAddress remote, long nowNs) {
            InetSocketAddress forgotten = remotes.add(remote, ice.selected());
            if (forgotten != null) {
                context.outbox().unbindRemote(forgotten, PeerSession.this);
            }
            // Each time: another session may have taken the address over meanwhile.
            context.outbox().bindRemote(remote, PeerSession.this);
            proofOfLife(remote);
        }

        @Override
        public void onRetired(String ufrag) {
            context.outbox().unbindUfrag(ufrag);
        }
    }

    private final class Handshake implements DtlsEndpoint.Listener {
        @Override
        public void onOutgoing(byte[] datagram) {
            InetSocketAddress remote = ice.selected();
            if (remote != null && !closed()) {
                send(datagram, datagram.length, remote);
            }
        }

        @Override
        public void onKeys(SrtpKeys keys) {
            if (!closed()) {
                srtp = new SrtpTransport(keys, false);
                incoming.signaledSsrcs(srtp::allowSsrc);
                proofOfLife(null);
                reviewDeadlines();
            }
        }

        @Override
        public void onClosed(String why) {
            close();
        }
    }
}
