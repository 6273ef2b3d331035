package live.lyceum.media.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.Source;
import live.lyceum.media.forward.OutgoingFormat;
import live.lyceum.media.forward.OutgoingStream;
import live.lyceum.media.forward.PacketSink;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.forward.Subscription;
import live.lyceum.media.rtp.NtpTime;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.sdp.NegotiatedCodec;
import live.lyceum.media.sdp.NegotiatedMedia;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.sdp.SlotSsrcs;
import live.lyceum.media.wire.SsrcTable;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import org.jspecify.annotations.Nullable;

/// The receiving m-lines of one client and who stands on each. The nth audio and the nth video slot
/// share a media stream, so a person's microphone and camera go to slots of one number where both
/// are free, and lips match. Owned by its session.
final class SlotTable {
    private final List<Slot> audio = new ArrayList<>();
    private final List<Slot> video = new ArrayList<>();
    private final List<Slot> all = new ArrayList<>();
    private final SsrcTable<Slot> bySsrc = new SsrcTable<>();
    private final Map<String, SlotSsrcs> ssrcsByMid = new LinkedHashMap<>();
    private @Nullable Reoffer asked;
    private long version;

    private final LoopContext context;
    private final PacketSink sink;
    private final String cname;

    SlotTable(NegotiatedSession negotiated, LoopContext context, PacketSink sink, String cname) {
        this.context = context;
        this.sink = sink;
        this.cname = cname;
        negotiated(negotiated);
    }

    /// Adds the receiving m-lines that are new; what is sent on the others is as it was negotiated
    /// last.
    void negotiated(NegotiatedSession negotiated) {
        for (NegotiatedMedia media : negotiated.media()) {
            SlotSsrcs ssrcs = ssrcsByMid.get(media.mid());
            if (ssrcs != null) {
                slot(media.mid()).renegotiated(format(media, ssrcs.ssrc(), ssrcs.rtxSsrc()));
            } else if (media.sends()) {
                add(media);
            }
        }
    }

    /// Remembers what the client is asked to offer; whether that is news.
    boolean ask(@Nullable Reoffer reoffer) {
        boolean news = !Objects.equals(asked, reoffer);
        asked = reoffer;
        return news;
    }

    /// How many m-lines of a kind the client receives on.
    int size(MediaKind kind) {
        return slots(kind).size();
    }

    /// For the answer.
    Map<String, SlotSsrcs> ssrcsByMid() {
        return ssrcsByMid;
    }

    /// Grows with each change of the table.
    long version() {
        return version;
    }

    List<SlotAssignment> assignments() {
        return all.stream().map(Slot::assignment).toList();
    }

    /// Puts `wanted` on the slots, in its order: who has one keeps it, who is not wanted any more
    /// leaves, who is new gets a free one. Whose gate is open goes before whose gate is closed.
    ///
    /// @return whether the table changed
    boolean allocate(List<Publication> wanted) {
        boolean changed = false;
        for (Slot slot : all) {
            Publication standing = slot.publication();
            if (standing != null && !wanted.contains(standing)) {
                slot.assign(successor(standing, wanted));
                changed = true;
            }
        }
        changed |= place(wanted, true);
        changed |= place(wanted, false);
        if (changed) {
            version++;
        }
        return changed;
    }

    /// Gives slots to those whose gate is `open`, or closed, and who have none; who is to be seen
    /// or heard now takes that of somebody who is not, if no other is free.
    private boolean place(List<Publication> wanted, boolean open) {
        boolean changed = false;
        for (Publication publication : wanted) {
            if (publication.open() == open && slotOf(publication) == null) {
                Slot slot = choose(publication);
                if (slot == null && open) {
                    slot = ofSomebodyClosed(publication.source().kind());
                }
                if (slot != null) {
                    slot.assign(publication);
                    changed = true;
                }
            }
        }
        return changed;
    }

    private @Nullable Slot ofSomebodyClosed(MediaKind kind) {
        for (Slot slot : slots(kind)) {
            Publication standing = slot.publication();
            if (standing != null && !standing.open()) {
                return slot;
            }
        }
        return null;
    }

    /// The transport is up: packets flow to all slots that somebody stands on.
    void connect(long nowNs) {
        for (Slot slot : all) {
            slot.connect(nowNs);
        }
    }

    /// Of all that was sent much was lost: pictures go on with a keyframe.
    void refresh(long nowNs) {
        for (Slot slot : all) {
            Subscription subscription = slot.subscription();
            if (subscription != null) {
                subscription.refresh(nowNs);
            }
        }
    }

    /// Nobody takes what is sent, which would only use up numbers: no packets flow, and everybody
    /// keeps their place.
    void disconnect() {
        for (Slot slot : all) {
            slot.disconnect();
        }
    }

    /// Nobody stands anywhere any more.
    void clear() {
        for (Slot slot : all) {
            slot.assign(null);
        }
    }

    /// The slot whose stream, or its retransmission, has `ssrc`.
    @Nullable Slot bySsrc(int ssrc) {
        return bySsrc.get(ssrc);
    }

    /// One sender report for each stream whose sender's clock is known (RFC 3550 section 6.4.1).
    void writeSenderReports(RtcpWriter writer, long nowNs) {
        for (Slot slot : all) {
            Subscription subscription = slot.subscription();
            ReceiveStream source = subscription == null ? null : subscription.source();
            OutgoingStream stream = slot.stream();
            if (source != null && source.clock().known() && stream.packets() > 0) {
                writer.senderReport(
                        stream.format().ssrc(),
                        NtpTime.ofNanos(nowNs),
                        stream.timestamp(source.clock().timestampAt(nowNs)),
                        (int) stream.packets(),
                        (int) stream.octets());
            }
        }
    }

    private void add(NegotiatedMedia media) {
        List<Slot> ofKind = slots(media.kind());
        int ssrc = freshSsrc(context.random());
        boolean rtx = media.codec().rtxPayloadType() >= 0;
        int rtxSsrc = rtx ? freshSsrc(context.random()) : 0;
        OutgoingFormat format = format(media, ssrc, rtxSsrc);
        Slot slot =
                new Slot(
                        media.mid(),
                        media.kind(),
                        new OutgoingStream(format, context.random(), sink, context.drops()));
        String streamId = "slot-" + ofKind.size();
        ofKind.add(slot);
        all.add(slot);
        bySsrc.put(ssrc, slot);
        if (rtxSsrc != 0) {
            bySsrc.put(rtxSsrc, slot);
        }
        ssrcsByMid.put(
                media.mid(),
                new SlotSsrcs(ssrc, rtxSsrc, streamId, streamId + "-" + media.mid(), cname));
    }

    private static OutgoingFormat format(NegotiatedMedia media, int ssrc, int rtxSsrc) {
        return new OutgoingFormat(
                ssrc,
                rtxSsrc,
                media.codecs(media.codec().codec()).stream().map(SlotTable::payloadTypes).toList(),
                media.extensions().audioLevel(),
                media.codec().redPayloadType());
    }

    private static OutgoingFormat.PayloadTypes payloadTypes(NegotiatedCodec codec) {
        return new OutgoingFormat.PayloadTypes(
                codec.codec(), codec.payloadType(), codec.rtxPayloadType());
    }

    private Slot slot(String mid) {
        return all.stream().filter(slot -> slot.mid().equals(mid)).findFirst().orElseThrow();
    }

    private int freshSsrc(RandomGenerator random) {
        int ssrc = random.nextInt();
        return ssrc == 0 || bySsrc.get(ssrc) != null ? freshSsrc(random) : ssrc;
    }

    /// The same source of the same person after a new PeerConnection: it takes over the place.
    private @Nullable Publication successor(Publication gone, List<Publication> wanted) {
        for (Publication publication : wanted) {
            if (publication.owner().equals(gone.owner())
                    && publication.source() == gone.source()
                    && slotOf(publication) == null) {
                return publication;
            }
        }
        return null;
    }

    private @Nullable Slot choose(Publication publication) {
        MediaKind kind = publication.source().kind();
        List<Slot> own = slots(kind);
        boolean main = publication.source() == Source.MIC || publication.source() == Source.CAM;
        if (!main) {
            return lastFree(own);
        }
        List<Slot> other = slots(kind == MediaKind.AUDIO ? MediaKind.VIDEO : MediaKind.AUDIO);
        int companion = indexOf(other, publication.owner());
        if (companion >= 0 && companion < own.size() && own.get(companion).free()) {
            return own.get(companion);
        }
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).free() && (i >= other.size() || other.get(i).free())) {
                return own.get(i);
            }
        }
        return lastFree(own);
    }

    private static @Nullable Slot lastFree(List<Slot> slots) {
        for (Slot slot : slots.reversed()) {
            if (slot.free()) {
                return slot;
            }
        }
        return null;
    }

    /// Where the microphone or camera of `owner` stands, or -1.
    private static int indexOf(List<Slot> slots, ParticipantId owner) {
        for (int i = 0; i < slots.size(); i++) {
            Publication standing = slots.get(i).publication();
            if (standing != null
                    && standing.owner().equals(owner)
                    && (standing.source() == Source.MIC || standing.source() == Source.CAM)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Slot slotOf(Publication publication) {
        for (Slot slot : all) {
            if (slot.publication() == publication) {
                return slot;
            }
        }
        return null;
    }

    private List<Slot> slots(MediaKind kind) {
        return kind == MediaKind.AUDIO ? audio : video;
    }
}
