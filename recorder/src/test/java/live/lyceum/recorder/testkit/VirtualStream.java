package live.lyceum.recorder.testkit;

import java.util.List;
import java.util.Random;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.RtpWriter;
import live.lyceum.recorder.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/// One stream of a sender: frames -> RTP packets on their way, and sender reports.
public final class VirtualStream {
    /// An encoder's and a pacer's time for a picture.
    private static final long ENCODED_AFTER_US = 12_000;

    private static final long PACED_US = 800;
    private static final long SOUND_EVERY_US = 20_000;
    private static final long PICTURE_EVERY_US = 33_333;
    private static final int KEY_EVERY = 90;

    private final VirtualSender sender;
    private final Source source;
    private final Codec codec;
    private final int layer;
    private final Random random;
    private final Packetizer packetizer;
    private final int ssrc;
    private int rtpOffset;
    private @Nullable Integer nextTimestamp;
    private int sequenceNumber;
    private double ppm;
    private boolean reporting;
    private int track;
    private long talkUs = -1;
    private int dummies;
    private int pictureBytes = 10_000;

    VirtualStream(VirtualSender sender, Source source, Codec codec, int layer, Random random) {
        this.sender = sender;
        this.source = source;
        this.codec = codec;
        this.layer = layer;
        this.random = random;
        packetizer = new Packetizer(codec);
        ssrc = random.nextInt();
        rtpOffset = random.nextInt();
        sequenceNumber = random.nextInt(0x1_0000);
    }

    /// Its RTP clock is faster than the sender's other clock by so much: a sound card's own.
    public VirtualStream clock(double ppm) {
        this.ppm = ppm;
        return this;
    }

    /// What its RTP timestamps begin with at the recording's begin, if the sender's clock is right.
    public VirtualStream firstTimestamp(int timestamp) {
        rtpOffset = timestamp;
        return this;
    }

    /// The next frame has this timestamp, whatever it should be.
    public void nextTimestamp(int timestamp) {
        nextTimestamp = timestamp;
    }

    /// How many bytes a dummy picture has, about.
    public VirtualStream pictureBytes(int bytes) {
        pictureBytes = bytes;
        return this;
    }

    /// Sends a frame that was taken at `atUs`: an Opus packet, or a picture as its codec's encoder
    /// gives it (H264: Annex B; AV1: OBUs with sizes).
    public void frame(long atUs, byte[] data, boolean key) {
        send(atUs, packetizer.packetize(data, key));
    }

    /// Sends a VP9 picture of several spatial layers, lowest first.
    public void layers(long atUs, List<byte[]> layers, boolean key) {
        send(atUs, packetizer.layers(layers, key));
    }

    /// Sends a packet of any payload, which ends a frame.
    public void payload(long atUs, byte[] payload) {
        send(atUs, List.of(payload));
    }

    private void send(long atUs, List<byte[]> payloads) {
        if (!reporting) {
            reporting = true;
            scheduleReport(atUs, sender.reportEveryUs(codec) / 2);
        }
        int timestamp = nextTimestamp == null ? timestampAt(atUs) : nextTimestamp;
        nextTimestamp = null;
        long sentUs = atUs + (codec.video() ? ENCODED_AFTER_US : SOUND_EVERY_US);
        for (int i = 0; i < payloads.size(); i++) {
            byte[] payload = payloads.get(i);
            byte[] rtp = new byte[RtpPacket.FIXED_HEADER_LENGTH + payload.length];
            boolean marker = codec.video() && i == payloads.size() - 1;
            new RtpWriter()
                    .header(rtp, 0, marker, 96, sequenceNumber, timestamp, ssrc)
                    .payload(payload, 0, payload.length);
            sequenceNumber = (sequenceNumber + 1) & 0xffff;
            sender.send(this, rtp, sentUs + i * PACED_US);
        }
    }

    /// The RTP timestamp of a moment.
    public int timestampAt(long atUs) {
        double seconds = sender.mediaUs(atUs) / 1e6;
        return rtpOffset + (int) Math.round(seconds * (1 + ppm / 1e6) * codec.clockRateHz());
    }

    private void scheduleReport(long atUs, long inUs) {
        if (inUs > 0) {
            sender.lesson().at(atUs + inUs, () -> report(atUs + inUs));
        }
    }

    private void report(long atUs) {
        if (!sender.here()) {
            return;
        }
        sender.report(this, ntpAt(atUs), timestampAt(atUs), atUs);
        long everyUs = sender.reportEveryUs(codec);
        // RFC 3550 section 6.3.1: "randomly over the range [0.5,1.5]".
        scheduleReport(atUs, (long) (everyUs * (0.5 + random.nextDouble())));
    }

    /// What the sender's clock says at a moment, as in a sender report.
    public long ntpAt(long atUs) {
        long us = sender.clockUs(atUs);
        return ((us / 1_000_000) << 32) | (((us % 1_000_000) << 32) / 1_000_000);
    }

    /// Writes a sender report that says what it is told.
    public void report(long atUs, long ntp, int rtpTimestamp) {
        sender.lesson()
                .at(
                        atUs,
                        () ->
                                sender.lesson()
                                        .entry(
                                                this,
                                                new JournalEntry.SenderReport(
                                                        atUs, ntp, rtpTimestamp)));
    }

    /// So many entries were not written.
    public void missed(long atUs, int entries) {
        sender.lesson()
                .at(
                        atUs,
                        () -> sender.lesson().entry(this, new JournalEntry.Missed(atUs, entries)));
    }

    /// Sends dummy frames that are due.
    void talk(long fromUs, long toUs) {
        if (talkUs < fromUs) {
            talkUs = fromUs;
        }
        for (; talkUs < toUs; talkUs += codec.video() ? PICTURE_EVERY_US : SOUND_EVERY_US) {
            boolean key = codec.video() && dummies % KEY_EVERY == 0;
            int bytes = codec.video() ? (key ? 4 : 1) * pictureBytes : 80;
            frame(talkUs, Dummy.frame(codec, talkUs, key, bytes, random), key);
            dummies++;
        }
    }

    /// The number of its journal; 0 until its first packet arrived.
    public int track() {
        return track;
    }

    void track(int number) {
        track = number;
    }

    public VirtualSender sender() {
        return sender;
    }

    public Source source() {
        return source;
    }

    public Codec codec() {
        return codec;
    }

    public int layer() {
        return layer;
    }
}
