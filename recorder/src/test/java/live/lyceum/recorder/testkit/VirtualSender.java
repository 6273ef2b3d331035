package live.lyceum.recorder.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.journal.JournalEntry;

/// Somebody who sends: a clock, a network, and streams that have both in common.
public final class VirtualSender {
    /// Seconds from 1900 to about now (RFC 3550 section 4).
    private static final long NTP_US = 3_990_000_000L * 1_000_000;

    private final VirtualLesson lesson;
    private final ParticipantId who;
    private final Random random;
    private final List<VirtualStream> streams = new ArrayList<>();
    private final Set<Source> muted = new HashSet<>();
    private Network network = Network.GOOD;
    private long offsetUs;
    private double ppm;
    private long sleptUs;
    private long setUs;
    private long stalledUntilUs;
    private long lastArrivalUs;
    private long audioReportUs = 5_000_000;
    private long videoReportUs = 1_000_000;
    private boolean here = true;

    VirtualSender(VirtualLesson lesson, ParticipantId who, Random random) {
        this.lesson = lesson;
        this.who = who;
        this.random = random;
    }

    /// What its clock says: `offsetUs` more than the true one at 0, and faster by `ppm`.
    public VirtualSender clock(long offsetUs, double ppm) {
        this.offsetUs = offsetUs;
        this.ppm = ppm;
        return this;
    }

    public VirtualSender network(Network network) {
        this.network = network;
        return this;
    }

    /// How often sender reports of sound and pictures are sent, the first after half of it; 0:
    /// never. As browsers do it: 5 s and 1 s.
    public VirtualSender reports(long audioUs, long videoUs) {
        audioReportUs = audioUs;
        videoReportUs = videoUs;
        return this;
    }

    /// Its clock and its streams stand still for so long from the moment on that was run to.
    public VirtualSender sleep(long forUs) {
        sleptUs += forUs;
        return this;
    }

    /// From now on the clock of its reports says so much more, and its streams go on as they did.
    public void setClock(long byUs) {
        setUs += byUs;
    }

    /// For so long from now on nothing arrives; then all at once.
    public void stall(long forUs) {
        stalledUntilUs = lesson.nowUs() + forUs;
    }

    /// A new stream, in a journal of its own when its first packet arrives; the one of this source
    /// before it ends then.
    public VirtualStream stream(Source source, Codec codec) {
        return stream(source, codec, 0);
    }

    /// As the other, of a layer.
    ///
    /// @param layer of simulcast
    public VirtualStream stream(Source source, Codec codec, int layer) {
        var stream = new VirtualStream(this, source, codec, layer, new Random(random.nextLong()));
        streams.removeIf(each -> each.source() == source && each.layer() == layer);
        streams.add(stream);
        return stream;
    }

    /// The gate of a source is closed or opened at the server; what the sender sends meanwhile is
    /// not recorded.
    public void gate(Source source, boolean open, long atUs) {
        lesson.at(
                atUs,
                () -> {
                    if (open ? muted.remove(source) : muted.add(source)) {
                        for (VirtualStream each : streams) {
                            if (each.source() == source) {
                                lesson.entry(each, new JournalEntry.Gate(atUs, open));
                            }
                        }
                    }
                });
    }

    /// All its journals end.
    public void leave(long atUs) {
        lesson.at(
                atUs,
                () -> {
                    here = false;
                    lesson.left(this);
                });
    }

    public ParticipantId who() {
        return who;
    }

    /// What the sender's clock says, in microseconds since 1900.
    long clockUs(long atUs) {
        return NTP_US + mediaUs(atUs) + setUs;
    }

    /// What its streams count by: the same, but nobody sets it.
    long mediaUs(long atUs) {
        return Math.round((atUs - sleptUs) * (1 + ppm / 1e6)) + offsetUs;
    }

    void talk(long fromUs, long toUs) {
        streams.forEach(each -> each.talk(fromUs, toUs));
    }

    VirtualLesson lesson() {
        return lesson;
    }

    long reportEveryUs(Codec codec) {
        return codec.video() ? videoReportUs : audioReportUs;
    }

    boolean here() {
        return here;
    }

    /// Sends a packet at `atUs`.
    void send(VirtualStream stream, byte[] rtp, long atUs) {
        long jitterUs = (long) (network.jitterUs() * random.nextDouble() * random.nextDouble());
        long arrivesUs = Math.max(stalledUntilUs, atUs + network.delayUs() + jitterUs);
        if (random.nextDouble() < network.loss()) {
            if (network.resentAfterUs() == 0 || random.nextDouble() < network.lossForever()) {
                return;
            }
            arrivesUs += network.resentAfterUs() + (long) (random.nextDouble() * 50_000);
        } else if (random.nextDouble() >= network.reordered()) {
            arrivesUs = Math.max(arrivesUs, lastArrivalUs);
            lastArrivalUs = arrivesUs;
        } else {
            arrivesUs += 15_000;
        }
        lesson.at(
                arrivesUs,
                () -> {
                    if (here && !muted.contains(stream.source())) {
                        lesson.packet(stream, rtp);
                    }
                });
    }

    void report(VirtualStream stream, long ntp, int rtpTimestamp, long atUs) {
        if (random.nextDouble() >= network.loss()) {
            long arrivesUs = Math.max(atUs + network.delayUs(), lastArrivalUs);
            lesson.at(
                    arrivesUs,
                    () ->
                            lesson.entry(
                                    stream,
                                    new JournalEntry.SenderReport(arrivesUs, ntp, rtpTimestamp)));
        }
    }
}
