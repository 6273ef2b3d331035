package live.lyceum.recorder.hear;

import java.util.function.Consumer;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.recorder.depacketize.Depacketizer;
import live.lyceum.recorder.lesson.StreamClock;
import live.lyceum.recorder.transcribe.Heard;
import org.jspecify.annotations.Nullable;

/// Hears one Opus stream of one microphone: its packets as they come -> what is said, when. Never
/// throws for what is in a packet. Owned by its caller's thread; times are epoch microseconds.
///
/// Where packets are missing it goes on as Opus does: by what the next one says of the last, and by
/// concealment up to 100 ms before that. What is longer is silent, and after a second an utterance
/// is over. Where nothing was sent (DTX) it is silent. What is quiet by its sender's word is not
/// decoded while nothing is said ([Quiet]).
public final class SpeakerEar {
    /// RFC 7587 section 4.1: "the RTP timestamp is incremented with a 48000 Hz clock rate".
    private static final int CLOCK_HZ = 48_000;

    private static final int TICKS = CLOCK_HZ / SpeechDecoder.RATE_HZ;

    /// How long a packet that is missing is waited for: a retransmission, or one overtaken.
    private static final long WAIT_US = 200_000;

    /// So long after the last packet an utterance is over.
    private static final long SILENT_AFTER_US = 1_200_000;

    /// After so long without packets the sender's clock is found again.
    private static final long FORGOTTEN_AFTER_US = 20_000_000;

    /// More is no gap but another time.
    private static final int MAX_GAP = CLOCK_HZ;

    private static final int MAX_BACK = CLOCK_HZ * 120 / 1_000;
    private static final int MAX_OVERLAP = CLOCK_HZ / 100;
    private static final int MAX_CONCEALED = SpeechDecoder.RATE_HZ / 10;
    private static final int CONCEALED_AT_ONCE = SpeechDecoder.RATE_HZ / 50;

    /// What claims to be said after it came, or so long before, is not believed: its clock jumped.
    private static final long MAX_AHEAD_US = 300_000;

    /// What comes was said so long ago at most.
    public static final long MAX_BEHIND_US = 5_000_000;

    /// How much faster than it is said speech may come, and how many seconds of it at once: what a
    /// network held back.
    private static final double MAX_SPEED = 1.5;

    private static final int BURST_S = 5;

    /// Told of what is not heard as it is more than anybody says in the time; within a call.
    public interface Beyond {
        /// When it was said, in epoch microseconds.
        void beyond(long fromUs, long toUs);
    }

    private final Utterances utterances;
    private final Beyond tooMuch;
    private final StreamClock clock = new StreamClock(CLOCK_HZ);
    private final Depacketizer depacketizer =
            Depacketizer.ofLiveOpus(
                    WAIT_US,
                    (timestamp, arrivedUs, _, gap, data) -> frame(timestamp, arrivedUs, gap, data));
    private final SpeechDecoder decoder = new SpeechDecoder();
    private final Levels levels = new Levels();
    private final Quiet quiet = new Quiet();
    private final RtpPacket parsed = new RtpPacket();
    private final short[] decoded = new short[SpeechDecoder.MAX_SAMPLES];

    private boolean begun;
    private long tickUs;
    private long cameUs;
    private long offsetUs;
    private boolean going;
    private int expected;
    private final Budget audio;
    private long damaged;
    private long beyond;

    /// @param to told what is heard, within a call
    /// @param audio what may be heard of the speaker, also by other ears, as [#budget] has it
    public SpeakerEar(Consumer<Heard> to, Beyond tooMuch, Budget audio) {
        utterances = new Utterances(to);
        this.tooMuch = tooMuch;
        this.audio = audio;
    }

    /// What may be heard of one speaker, in samples: nobody says more in the time.
    public static Budget budget() {
        return new Budget(
                MAX_SPEED * SpeechDecoder.RATE_HZ, (double) BURST_S * SpeechDecoder.RATE_HZ);
    }

    /// Takes a packet.
    ///
    /// @param rtp is kept
    /// @param level as [live.lyceum.media.api.MediaTap#packet] has it
    /// @param atUs when it came
    public void packet(byte[] rtp, int level, long atUs) {
        advance(atUs);
        if (parsed.parse(rtp, 0, rtp.length) != null) {
            damaged++;
            return;
        }
        cameUs = atUs;
        if (parsed.payloadLength() > 0) {
            clock.packet(atUs, parsed.timestamp());
            levels.put(parsed.timestamp(), level);
            if (!clock.running()) {
                clock.tick();
            }
        }
        depacketizer.packet(parsed, atUs);
    }

    /// It is this late, though no packet came; to be called some times a second.
    public void advance(long nowUs) {
        if (!begun || nowUs - tickUs > FORGOTTEN_AFTER_US) {
            begun = true;
            tickUs = nowUs;
            clock.silence();
        }
        for (; nowUs - tickUs >= StreamClock.TICK_US; tickUs += StreamClock.TICK_US) {
            clock.tick();
        }
        depacketizer.advance(nowUs);
        if (going && nowUs - cameUs > SILENT_AFTER_US) {
            stop();
        }
    }

    /// Nothing of what comes next follows what came before: the gate was closed, or the stream is
    /// over.
    public void interrupt() {
        depacketizer.interrupt();
        stop();
    }

    private void stop() {
        quiet.clear();
        utterances.interrupt();
        going = false;
    }

    private void frame(int timestamp, long arrivedUs, boolean gap, byte[] data) {
        int samples = SpeechDecoder.samples(data);
        if (samples == 0 || samples > SpeechDecoder.MAX_SAMPLES) {
            damaged++;
            return;
        }
        int missing = timestamp - expected;
        int filled = going && missing > 0 && missing <= MAX_GAP ? missing / TICKS : 0;
        long atUs = place(timestamp, arrivedUs);
        if (!audio.take(samples + filled, arrivedUs)) {
            beyond++;
            tooMuch.beyond(atUs, atUs + Utterances.us(samples));
            return;
        }
        if (going && (missing > MAX_GAP || missing < -MAX_BACK)) {
            stop();
        }
        if (going && missing < -MAX_OVERLAP) {
            return;
        }
        int filling = going && missing > 0 ? missing / TICKS : 0;
        take(new Quiet.Piece(data, samples, filling, gap, atUs, levels.of(timestamp)));
        going = true;
        expected = timestamp + samples * TICKS;
    }

    private void take(Quiet.Piece piece) {
        if (utterances.speaking() || !quiet.takes(piece)) {
            for (Quiet.Piece each = quiet.next(); each != null; each = quiet.next()) {
                hear(each);
            }
            hear(piece);
            return;
        }
        quiet.put(piece);
        for (Quiet.Piece old = quiet.old(); old != null; old = quiet.old()) {
            if (quiet.checks(old)) {
                hear(old);
            } else {
                int unheard = old.missing() + old.samples();
                utterances.unheard(unheard, old.fromUs(), -old.level());
            }
        }
    }

    private void hear(Quiet.Piece piece) {
        if (piece.missing() > 0) {
            byte[] next = piece.lost() ? piece.data() : null;
            fill(piece.missing(), next, piece.samples(), piece.atUs());
        }
        int got = decoder.decode(piece.data(), decoded);
        if (got == 0) {
            damaged++;
            utterances.silence(piece.samples(), piece.atUs());
        } else {
            utterances.sound(decoded, got, piece.atUs(), true);
        }
        quiet.heard(piece, utterances.loud());
    }

    private long place(int timestamp, long arrivedUs) {
        if (clock.running()) {
            offsetUs = clock.arrivalOffset();
        }
        long atUs = clock.rtpUs(timestamp) + offsetUs;
        boolean strange = atUs > arrivedUs + MAX_AHEAD_US || atUs < arrivedUs - MAX_BEHIND_US;
        return strange ? arrivedUs : atUs;
    }

    /// Fills what is missing before a packet.
    ///
    /// @param next that packet, if something was lost before it; null: nothing was sent
    /// @param samples it has
    private void fill(int missing, byte @Nullable [] next, int samples, long untilUs) {
        int left = missing / SpeechDecoder.STEP * SpeechDecoder.STEP;
        int told = next != null && left >= samples ? samples : 0;
        int conceal = next == null ? 0 : Math.min(left - told, MAX_CONCEALED);
        int silent = left - told - conceal;
        while (conceal > 0) {
            int some = Math.min(conceal, CONCEALED_AT_ONCE);
            made(
                    decoder.conceal(some, decoded),
                    some,
                    untilUs - Utterances.us(silent + told + conceal));
            conceal -= some;
        }
        if (silent > 0) {
            utterances.silence(silent, untilUs - Utterances.us(silent + told));
        }
        if (next != null && told > 0) {
            made(decoder.recover(next, told, decoded), told, untilUs - Utterances.us(told));
        }
    }

    private void made(int got, int wanted, long atUs) {
        if (got == wanted) {
            utterances.sound(decoded, got, atUs, false);
        } else {
            utterances.silence(wanted, atUs);
        }
    }

    /// How many packets did not come.
    public long missing() {
        return depacketizer.missing();
    }

    /// How many packets were not heard: they were more than anybody says in the time.
    public long beyond() {
        return beyond;
    }

    /// How many packets were none, or could not be decoded.
    public long damaged() {
        return damaged;
    }
}
