package live.lyceum.media.forward;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.rtp.PacketHistory;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.codec.PictureNumbers;
import live.lyceum.media.wire.codec.Red;
import live.lyceum.media.wire.rtp.AudioLevel;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// What one participant sends from one source, and who receives it. Owned by the room.
public final class Publication {
    private final ParticipantId owner;
    private final Source source;
    private final List<PublicationLayer> layers;
    private final DropCounters drops;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private ForwardedPacket current;
    private boolean open;
    private int redPayloadType = -1;
    private int redCarries = -1;
    private @Nullable Tapping tapping;

    /// @param layers from the smallest picture up; one for audio and for plain video
    public Publication(
            ParticipantId owner,
            Source source,
            List<PublicationLayer> layers,
            boolean open,
            DropCounters drops) {
        this.owner = owner;
        this.source = source;
        this.layers = List.copyOf(layers);
        this.open = open;
        this.drops = drops;
        current = new ForwardedPacket(new RtpPacket(), layers.getFirst());
    }

    /// Packets of `payloadType` are redundant audio (RFC 2198) whose blocks are of `carries`; -1:
    /// there are none.
    public void redundancy(int payloadType, int carries) {
        redPayloadType = payloadType;
        redCarries = carries;
    }

    /// What passes the gate from now on is handed to `tap` too; null: to nobody.
    public void tap(@Nullable MediaTap tap, long nowNs) {
        boolean same = tapping == null ? tap == null : tapping.isOf(tap);
        if (same) {
            return;
        }
        if (tap == null) {
            tapping = null;
        } else {
            tapping = new Tapping(tap, owner, source, layers.size());
            tapping.gate(open, nowNs);
            if (tap.takesPictures()) {
                // A picture begins with a keyframe.
                refresh(nowNs);
            }
        }
    }

    /// What the sender reports of the clocks of one of our streams.
    public void onSenderReport(int ssrc, long ntp, int rtpTimestamp, long nowNs) {
        if (tapping != null) {
            tapping.report(ssrc, ntp, rtpTimestamp, nowNs);
        }
    }

    public ParticipantId owner() {
        return owner;
    }

    public Source source() {
        return source;
    }

    public List<PublicationLayer> layers() {
        return layers;
    }

    public PublicationLayer layer(int index) {
        return layers.get(index);
    }

    public boolean open() {
        return open;
    }

    /// Opens or closes the mute gate. Closed: no packet leaves, whatever arrives and whoever asks
    /// for one again. Opened again: nothing of the muted time leaves, however late it comes.
    public void gate(boolean open, long nowNs) {
        if (this.open == open) {
            return;
        }
        this.open = open;
        if (tapping != null) {
            tapping.gate(open, nowNs);
        }
        if (open) {
            layers.forEach(PublicationLayer::open);
            refresh(nowNs);
        } else {
            subscriptions.forEach(Subscription::interrupt);
            for (PublicationLayer layer : layers) {
                layer.keyframes().cancel();
                layer.forget();
            }
        }
    }

    /// `stream` carries `layer` from now on: who receives that layer goes on with a keyframe, as
    /// its numbers begin anew.
    public void attach(PublicationLayer layer, ReceiveStream stream) {
        layer.attach(stream);
        for (Subscription subscription : subscriptions) {
            subscription.interrupt(layer);
        }
    }

    /// A receiver's outgoing stream carries this publication from now on.
    public Subscription subscribe(OutgoingStream stream, long nowNs) {
        Subscription subscription = new Subscription(this, stream, drops, nowNs);
        subscriptions.add(subscription);
        if (open) {
            refresh(nowNs);
        }
        return subscription;
    }

    public void unsubscribe(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /// Forwards one packet in the clear to all who subscribed.
    ///
    /// @param layer one of [#layers]
    /// @param codec what its payload type stands for; for redundant audio, what that carries
    /// @param extended the packet's extended sequence number in its layer
    /// @param audioLevel the byte of RFC 6464, or -1
    public void onPacket(
            RtpPacket packet,
            PublicationLayer layer,
            Codec codec,
            long extended,
            int audioLevel,
            long nowNs) {
        if (!open || layer.isMuted(extended)) {
            drops.drop(DropReason.GATE_CLOSED);
            return;
        }
        ForwardedPacket forwarded = current;
        forwarded.rtp = packet;
        forwarded.layer = layer;
        forwarded.codec = codec;
        forwarded.extendedSequenceNumber = extended;
        forwarded.audioLevel = audioLevel;
        if (source.kind() == MediaKind.VIDEO && !readVideo(forwarded, nowNs)) {
            return;
        }
        if (source.kind() == MediaKind.AUDIO && !readAudio(forwarded)) {
            return;
        }
        if (tapping != null) {
            tapping.packet(forwarded, nowNs);
        }
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).onPacket(forwarded, nowNs);
        }
    }

    void requestKeyframe(int layer, long nowNs) {
        if (open && source.kind() == MediaKind.VIDEO) {
            layers.get(layer).keyframes().request(nowNs);
        }
    }

    /// Level of a packet in -dBov, 127 when it states none.
    public static int level(int audioLevel) {
        return audioLevel < 0 ? AudioLevel.SILENCE : AudioLevel.level((byte) audioLevel);
    }

    /// Asks for keyframes of all that is sent.
    public void refresh(long nowNs) {
        for (PublicationLayer layer : layers) {
            if (layer.stream() != null) {
                requestKeyframe(layer.index(), nowNs);
            }
        }
    }

    private boolean readAudio(ForwardedPacket packet) {
        RtpPacket rtp = packet.rtp;
        packet.keyframeStart = true;
        packet.redPrimary = ForwardedPacket.NOT_RED;
        int reach = 0;
        if (rtp.payloadType() == redPayloadType && rtp.payloadLength() > 0) {
            packet.redPrimary =
                    Red.primaryOffset(
                            rtp.buffer(), rtp.payloadOffset(), rtp.payloadLength(), redCarries);
            if (packet.redPrimary < 0) {
                drops.drop(DropReason.CODEC_MALFORMED);
                return false;
            }
            reach = Red.reach(rtp.buffer(), rtp.payloadOffset());
        }
        if (packet.layer.reachesBack(packet.extendedSequenceNumber, rtp.timestamp(), reach)) {
            Red.unwrap(rtp, packet.redPrimary, redCarries);
            packet.redPrimary = ForwardedPacket.NOT_RED;
        }
        return true;
    }

    private boolean readVideo(ForwardedPacket packet, long nowNs) {
        RtpPacket rtp = packet.rtp;
        packet.keyframeStart = false;
        packet.numbers = PictureNumbers.NONE;
        if (rtp.payloadLength() > 0 && !packet.readPayload()) {
            drops.drop(DropReason.CODEC_MALFORMED);
            return false;
        }
        if (packet.codec != packet.layer.codec() && !changeCodec(packet, nowNs)) {
            return false;
        }
        int pictureId = packet.numbers.pictureId();
        if (pictureId >= 0) {
            packet.extendedPictureId =
                    packet.layer.unwrapPictureId(pictureId, packet.numbers.pictureIdBits());
        }
        if (packet.keyframeStart) {
            packet.layer.keyframes().onKeyframe();
        }
        PacketHistory history = packet.layer.history();
        if (history != null) {
            history.store(
                    packet.extendedSequenceNumber, rtp.buffer(), rtp.offset(), rtp.length(), nowNs);
        }
        return true;
    }

    /// The sender goes on in another codec, with a keyframe; whoever receives the layer begins anew
    /// there. What comes late of the codec before is of no use any more.
    ///
    /// @return whether the packet goes on
    private boolean changeCodec(ForwardedPacket packet, long nowNs) {
        PublicationLayer layer = packet.layer;
        boolean first = layer.codec() == null;
        if (!first && packet.extendedSequenceNumber < layer.codecSince()) {
            drops.drop(DropReason.RTP_TOO_OLD);
            return false;
        }
        if (!first && !packet.keyframeStart) {
            drops.drop(DropReason.AWAITING_KEYFRAME);
            layer.keyframes().request(nowNs);
            return false;
        }
        layer.codec(packet.codec, packet.extendedSequenceNumber);
        for (Subscription subscription : subscriptions) {
            subscription.interrupt(layer);
        }
        return true;
    }
}
