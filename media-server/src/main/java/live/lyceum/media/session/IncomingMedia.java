package live.lyceum.media.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.forward.PublicationLayer;
import live.lyceum.media.rtp.NackGenerator;
import live.lyceum.media.rtp.ReceiveStatistics;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.rtp.SenderTimeline;
import live.lyceum.media.sdp.NegotiatedCodec;
import live.lyceum.media.sdp.NegotiatedMedia;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.sdp.SsrcPair;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.SsrcTable;
import live.lyceum.media.wire.rtcp.ReportBlock;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.Rtx;
import org.jspecify.annotations.Nullable;

/// All that one participant sends: finds the layer behind each SSRC, undoes retransmission, asks
/// for what is lost and hands each packet once to its publication. Owned by its session.
final class IncomingMedia {
    /// The pool of a page has 4 m-lines, 3 layers and their retransmissions: 10 SSRCs. More is not
    /// a browser.
    private static final int MAX_TRACKS = 32;

    private static final int MAX_NACKS = 64;

    private final ParticipantId owner;
    private final Feedback feedback;
    private final LoopContext context;
    private final DropCounters drops;
    private final SenderTimeline timeline = new SenderTimeline();
    private final List<IncomingLine> lines = new ArrayList<>();
    private final SsrcTable<IncomingTrack> bySsrc = new SsrcTable<>();
    private final List<IncomingTrack> tracks = new ArrayList<>();
    private StreamLabels labels;
    private final int[] nackNumbers = new int[MAX_NACKS];

    IncomingMedia(
            ParticipantId owner,
            NegotiatedSession negotiated,
            MediaGate gate,
            Feedback feedback,
            LoopContext context) {
        this.owner = owner;
        this.feedback = feedback;
        this.context = context;
        drops = context.drops();
        labels = new StreamLabels(negotiated);
        negotiated(negotiated, gate);
    }

    /// The client offered anew: m-lines that are new become sources, the others stay what they are.
    void negotiated(NegotiatedSession negotiated, MediaGate gate) {
        labels = new StreamLabels(negotiated);
        for (NegotiatedMedia media : negotiated.media()) {
            IncomingLine standing = line(media);
            if (standing != null) {
                standing.renegotiated(media);
            } else if (media.receives()) {
                Source source = nextSource(media.kind());
                if (source != null) {
                    lines.add(new IncomingLine(media, source, publish(media, source, gate)));
                }
            }
        }
    }

    private @Nullable IncomingLine line(NegotiatedMedia media) {
        for (IncomingLine line : lines) {
            if (line.is(media)) {
                return line;
            }
        }
        return null;
    }

    /// All that passes the gates of the m-lines there are is handed to `tap` too, from now on;
    /// null: to nobody.
    void tap(@Nullable MediaTap tap, long nowNs) {
        for (IncomingLine line : lines) {
            line.publication().tap(tap, nowNs);
        }
    }

    /// Of all that is sent much was lost: pictures go on with a keyframe.
    void refresh(long nowNs) {
        for (IncomingLine line : lines) {
            line.publication().refresh(nowNs);
        }
    }

    List<Publication> publications() {
        return lines.stream().map(IncomingLine::publication).toList();
    }

    @Nullable Publication publication(Source source) {
        for (IncomingLine line : lines) {
            if (line.source() == source) {
                return line.publication();
            }
        }
        return null;
    }

    /// Names the SSRCs of packets that the offer announced.
    void signaledSsrcs(IntConsumer each) {
        for (IncomingLine line : lines) {
            for (SsrcPair pair : line.media().ssrcs()) {
                each.accept(pair.ssrc());
            }
        }
    }

    void gate(MediaGate gate, long nowNs) {
        for (IncomingLine line : lines) {
            line.publication().gate(gate.open(line.source()), nowNs);
        }
    }

    /// Takes one packet in the clear; the level in -dBov that it states when it is of the
    /// microphone and went on, otherwise -1.
    int onRtp(RtpPacket packet, long nowNs) {
        IncomingTrack track = track(packet);
        // A stream that another one has replaced says nothing more: their numbers would mix.
        if (track == null || track.stream() != track.layer().stream()) {
            drops.drop(DropReason.RTP_UNKNOWN_STREAM);
            return -1;
        }
        NegotiatedCodec codec = track.codec(packet.payloadType());
        if (codec == null) {
            drops.drop(DropReason.RTP_UNKNOWN_PAYLOAD_TYPE);
            return -1;
        }
        DropReason refused = accept(packet, track, codec, nowNs);
        if (refused != null) {
            drops.drop(refused);
            return -1;
        }
        int audioLevel = labels.audioLevel(packet);
        track.publication()
                .onPacket(
                        packet,
                        track.layer(),
                        codec.codec(),
                        track.stream().extendedSequenceNumber(),
                        audioLevel,
                        nowNs);
        boolean heard = track.publication().source() == Source.MIC && track.publication().open();
        return heard && audioLevel >= 0 ? Publication.level(audioLevel) : -1;
    }

    void onSenderReport(int ssrc, long ntp, int rtpTimestamp, long nowNs) {
        IncomingTrack track = bySsrc.get(ssrc);
        if (track != null && !track.retransmission()) {
            track.stream().onSenderReport(ntp, rtpTimestamp, nowNs);
            track.publication().onSenderReport(ssrc, ntp, rtpTimestamp, nowNs);
        }
    }

    /// Adds a report block for each stream that was heard (RFC 3550 section 6.4.1).
    void writeReportBlocks(RtcpWriter writer, long nowNs) {
        for (IncomingTrack track : tracks) {
            ReceiveStream stream = track.stream();
            if (track.retransmission() || stream.highest() < 0) {
                continue;
            }
            ReceiveStatistics statistics = stream.statistics();
            long highest = stream.highest();
            writer.reportBlock(
                    new ReportBlock(
                            stream.ssrc(),
                            statistics.takeFractionLost(highest),
                            statistics.cumulativeLost(highest),
                            (int) highest,
                            statistics.jitter(),
                            statistics.lastSenderReport(),
                            statistics.delaySinceLastReport(nowNs)));
        }
    }

    long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (IncomingTrack track : tracks) {
            if (!track.retransmission()) {
                next = Deadlines.earlier(next, track.stream().nacks().nextDeadlineNs());
                next = Deadlines.earlier(next, track.layer().keyframes().nextDeadlineNs());
            }
        }
        return next;
    }

    void onDeadline(long nowNs) {
        for (IncomingTrack track : tracks) {
            if (!track.retransmission()) {
                requestLost(track, nowNs);
                if (Deadlines.due(track.layer().keyframes().nextDeadlineNs(), nowNs)) {
                    track.layer().keyframes().onDeadline(nowNs);
                }
            }
        }
    }

    private void requestLost(IncomingTrack track, long nowNs) {
        NackGenerator nacks = track.stream().nacks();
        if (Deadlines.due(nacks.nextDeadlineNs(), nowNs)) {
            int count = nacks.collect(nowNs, feedback.roundTripNs(), nackNumbers);
            if (count > 0 && track.publication().open()) {
                context.packets().nackSent();
                feedback.begin()
                        .nack(feedback.localSsrc(), track.stream().ssrc(), nackNumbers, count);
                feedback.flush();
            }
        }
        if (nacks.takeGaveUp() && track.publication().open()) {
            track.layer().keyframes().request(nowNs);
        }
    }

    /// Undoes retransmission and lets each packet through once; null when it may go on.
    private @Nullable DropReason accept(
            RtpPacket packet, IncomingTrack track, NegotiatedCodec codec, long nowNs) {
        if (track.retransmission()) {
            if (packet.payloadLength() == 0) {
                return DropReason.RTP_PADDING_ONLY;
            }
            DropReason malformed = Rtx.unwrap(packet, codec.payloadType(), track.stream().ssrc());
            if (malformed != null) {
                return malformed;
            }
        }
        return track.stream()
                .onPacket(
                        packet.sequenceNumber(), packet.timestamp(), track.retransmission(), nowNs);
    }

    private @Nullable IncomingTrack track(RtpPacket packet) {
        IncomingTrack known = bySsrc.get(packet.ssrc());
        if (known != null || tracks.size() >= MAX_TRACKS) {
            return known;
        }
        IncomingTrack found = learn(packet);
        if (found != null) {
            bySsrc.put(packet.ssrc(), found);
            tracks.add(found);
        }
        return found;
    }

    /// Which line and layer an SSRC belongs to: as signaled (RFC 5576), else by MID (RFC 9143
    /// section 9.2) with RID or repaired RID (RFC 8852), and retransmissions of a line with one
    /// layer by their payload type.
    private @Nullable IncomingTrack learn(RtpPacket packet) {
        String mid = labels.mid(packet);
        for (IncomingLine line : lines) {
            // Layers are told apart by RID alone, also where their SSRCs are signaled: nothing says
            // which is whose.
            boolean layered = !line.media().rids().isEmpty();
            for (SsrcPair pair : layered ? List.<SsrcPair>of() : line.media().ssrcs()) {
                if (pair.ssrc() == packet.ssrc()) {
                    return primary(line, line.publication().layer(0), packet.ssrc());
                }
                if (pair.rtxSsrc() == packet.ssrc() && pair.rtxSsrc() != 0) {
                    return repair(line, line.publication().layer(0));
                }
            }
            if (line.media().mid().equals(mid)) {
                return byRid(line, packet);
            }
        }
        return null;
    }

    private @Nullable IncomingTrack byRid(IncomingLine line, RtpPacket packet) {
        List<String> rids = line.media().rids();
        boolean retransmission = line.repaired(packet.payloadType()) != null;
        String rid = retransmission ? labels.repairedRid(packet) : labels.rid(packet);
        int index = rids.isEmpty() ? 0 : rids.indexOf(rid);
        if (index < 0) {
            return null;
        }
        PublicationLayer layer = line.publication().layer(index);
        return retransmission ? repair(line, layer) : primary(line, layer, packet.ssrc());
    }

    private IncomingTrack primary(IncomingLine line, PublicationLayer layer, int ssrc) {
        NegotiatedCodec codec = line.media().codec();
        ReceiveStream stream = new ReceiveStream(ssrc, codec.clockRateHz(), timeline, codec.nack());
        line.publication().attach(layer, stream);
        return new IncomingTrack(line, layer, stream, false);
    }

    /// Null before the first packet of what it repairs: there is nothing to repair yet.
    private @Nullable IncomingTrack repair(IncomingLine line, PublicationLayer layer) {
        ReceiveStream stream = layer.stream();
        return stream == null ? null : new IncomingTrack(line, layer, stream, true);
    }

    private Publication publish(NegotiatedMedia media, Source source, MediaGate gate) {
        List<PublicationLayer> layers = new ArrayList<>();
        for (int i = 0; i < Math.max(1, media.rids().size()); i++) {
            int index = i;
            layers.add(
                    new PublicationLayer(
                            index, media.kind() == MediaKind.VIDEO, () -> sendPli(source, index)));
        }
        return new Publication(owner, source, layers, gate.open(source), drops);
    }

    private void sendPli(Source source, int layer) {
        Publication publication = publication(source);
        ReceiveStream stream = publication == null ? null : publication.layer(layer).stream();
        if (stream != null) {
            context.packets().keyframeRequested();
            feedback.begin().pli(feedback.localSsrc(), stream.ssrc());
            feedback.flush();
        }
    }

    /// Sources of a kind in the order of their m-lines (docs/protocol.md, Media); null when there
    /// are more lines.
    private @Nullable Source nextSource(MediaKind kind) {
        Source first = kind == MediaKind.AUDIO ? Source.MIC : Source.CAM;
        Source second = kind == MediaKind.AUDIO ? Source.SCREEN_AUDIO : Source.SCREEN;
        if (publication(first) == null) {
            return first;
        }
        return publication(second) == null ? second : null;
    }
}
