package live.lyceum.recorder.lesson;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.recorder.depacketize.Depacketizer;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.JournalReader;
import live.lyceum.recorder.journal.Track;
import org.jspecify.annotations.Nullable;

/// One journal: its entries -> what happened in it, placed in time. Owned by its reader.
final class JournalTrack implements Closeable {
    /// What is placed is this old, so that a frame that was sent before can still be whole: it may
    /// have been 1 s on its way, or have waited for a retransmission that long.
    static final long SETTLED_AFTER_US = 2_000_000;

    /// A frame waits this long for others to tell how late it was itself.
    private static final long JUDGED_AFTER_US = 700_000;

    /// What claims to be from the future by more than a clock that is followed slowly may be off.
    private static final long MAX_AHEAD_US = 300_000;

    private static final long LATELY_US = 1_000_000;

    /// How far into a journal its first sender report is looked for.
    private static final long FORESEE_US = 15_000_000;

    private static final int MAX_FORESEE = 20_000;

    /// What may be left of an entry that was not written to its end.
    private static final int MAX_CUT_OFF = 4_200;

    private sealed interface Waiting {}

    @SuppressWarnings("ArrayRecordComponent") // a frame is bytes; nobody compares these
    private record Frame(long rtpUs, long arrivedUs, boolean key, boolean gap, byte[] data)
            implements Waiting {}

    private enum Kind {
        BEGAN,
        OPENED,
        CLOSED,
        ENDED
    }

    private record Mark(Kind kind, long atUs) implements Waiting {
        /// Whether frames that come after it may have been sent a little before.
        private boolean opens() {
            return kind == Kind.BEGAN || kind == Kind.OPENED;
        }
    }

    private final int number;
    private final Path path;
    private final JournalReader reader;
    private final Track track;
    private final SenderClock sender;
    private final StreamClock clock;
    private final TrackClock place = new TrackClock();
    private final Depacketizer depacketizer;
    private final RtpPacket rtp = new RtpPacket();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private JournalEntry.@Nullable SenderReport foreseen;
    private @Nullable JournalEntry peeked;
    private boolean readToItsEnd;
    private boolean last;
    private boolean over;
    private boolean open = true;
    private long entryUs;
    private long eventUs = Long.MIN_VALUE;
    private long frameUs = Long.MIN_VALUE;
    private long frameAtTickUs = Long.MIN_VALUE / 2;
    private boolean gapNext;
    private @Nullable String damage;
    private long malformed;
    private long late;

    private JournalTrack(
            int number, Path path, JournalReader reader, SenderClock sender, Codec codec) {
        this.number = number;
        this.path = path;
        this.reader = reader;
        this.sender = sender;
        track = reader.track();
        clock = new StreamClock(track.clockRateHz());
        depacketizer = Depacketizer.of(codec, this::frame);
        entryUs = track.startedUs();
        waiting.add(new Mark(Kind.BEGAN, track.startedUs()));
        sender.add(clock);
    }

    /// Whose clock a track is on.
    interface Senders {
        SenderClock of(Track track);
    }

    /// Opens a journal.
    ///
    /// @throws IOException if it cannot be read, has nothing whole in it yet, or is of an unknown
    ///   codec
    static JournalTrack open(int number, Path path, Senders senders) throws IOException {
        JournalReader reader = JournalReader.open(path);
        try {
            Track track = reader.track();
            Codec codec =
                    Arrays.stream(Codec.values())
                            .filter(each -> each.encodingName().equalsIgnoreCase(track.codec()))
                            .findFirst()
                            .orElseThrow(() -> new IOException("unknown codec " + track.codec()));
            if (track.clockRateHz() <= 0) {
                throw new IOException("a clock rate of " + track.clockRateHz());
            }
            var opened = new JournalTrack(number, path, reader, senders.of(track), codec);
            opened.foreseen = firstReport(path, track.startedUs() + FORESEE_US);
            return opened;
        } catch (IOException | RuntimeException failed) {
            reader.close();
            throw failed;
        }
    }

    private static JournalEntry.@Nullable SenderReport firstReport(Path path, long untilUs)
            throws IOException {
        try (JournalReader ahead = JournalReader.open(path)) {
            JournalEntry entry = ahead.next();
            for (int i = 0; i < MAX_FORESEE && entry != null && entry.atUs() < untilUs; i++) {
                if (entry instanceof JournalEntry.SenderReport report && report.ntp() != 0) {
                    return report;
                }
                entry = ahead.next();
            }
            return null;
        }
    }

    Track track() {
        return track;
    }

    int number() {
        return number;
    }

    /// There may be more in the file than when it was read to its end.
    void mayHaveGrown() {
        readToItsEnd = false;
    }

    /// Nothing is written to the file any more.
    void last() {
        last = true;
    }

    /// Whether all of it was placed.
    boolean done() {
        return over && waiting.isEmpty();
    }

    /// Nothing happens in it before this: the time of its next entry; `nowUs` if something waits.
    long quietUntilUs(long nowUs) {
        if (!waiting.isEmpty() || nowUs - entryUs <= SETTLED_AFTER_US + LATELY_US) {
            return nowUs;
        }
        JournalEntry next = peek();
        return next == null ? Long.MAX_VALUE : next.atUs();
    }

    /// Nothing happened for so long that its clock has to be found again.
    void silence() {
        clock.silence();
    }

    /// Reads all entries up to `nowUs`.
    void readTo(long nowUs) {
        for (JournalEntry next = peek(); next != null && next.atUs() <= nowUs; next = peek()) {
            peeked = null;
            entryUs = Math.max(entryUs, next.atUs());
            take(next);
        }
        depacketizer.advance(nowUs);
        clock.tick();
    }

    private @Nullable JournalEntry peek() {
        if (peeked != null || over || readToItsEnd) {
            return peeked;
        }
        try {
            peeked = reader.next();
            if (peeked == null) {
                readToItsEnd = true;
                if (last) {
                    long rest = Files.size(path) - reader.position();
                    end(rest > MAX_CUT_OFF ? "the last " + rest + " bytes" : null);
                }
            }
        } catch (IOException failed) {
            end(String.valueOf(failed.getMessage()));
        }
        return peeked;
    }

    private void end(@Nullable String why) {
        depacketizer.interrupt();
        waiting.add(new Mark(Kind.ENDED, entryUs));
        over = true;
        peeked = null;
        damage = why;
        try {
            reader.close();
        } catch (IOException failed) {
            damage = String.valueOf(failed.getMessage());
        }
    }

    private void take(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.Packet packet -> packet(packet);
            case JournalEntry.SenderReport report ->
                    clock.report(entryUs, report.ntp(), report.rtpTimestamp());
            case JournalEntry.Gate gate -> gate(gate.open());
            case JournalEntry.Missed _ -> depacketizer.interrupt();
            case JournalEntry.Closed _ -> end(null);
            case JournalEntry.Opened _ -> {}
        }
    }

    private void packet(JournalEntry.Packet packet) {
        if (rtp.parse(packet.rtp(), 0, packet.rtp().length) != null) {
            malformed++;
            return;
        }
        clock.packet(entryUs, rtp.timestamp());
        JournalEntry.SenderReport report = foreseen;
        if (report != null) {
            foreseen = null;
            clock.foresee(report.atUs(), report.ntp(), report.rtpTimestamp());
        }
        depacketizer.packet(rtp, entryUs);
    }

    private void gate(boolean opened) {
        if (opened == open) {
            return;
        }
        open = opened;
        depacketizer.interrupt();
        waiting.add(new Mark(opened ? Kind.OPENED : Kind.CLOSED, entryUs));
    }

    private void frame(int timestamp, long arrivedUs, boolean key, boolean gap, byte[] data) {
        waiting.add(new Frame(clock.rtpUs(timestamp), arrivedUs, key, gap, data));
    }

    /// Places what can be placed at `nowUs`, when all that came before was read.
    ///
    /// @param settledUs what would be before that is too late
    void place(long nowUs, long settledUs, Placed to) {
        if (clock.running()) {
            place.used(nowUs - frameAtTickUs <= LATELY_US);
            place.tick(sender.offset(clock));
        }
        boolean more = true;
        while (more) {
            more =
                    switch (waiting.peek()) {
                        case Frame frame -> frame(frame, nowUs, settledUs, to);
                        case Mark mark -> mark(mark, nowUs, Math.max(settledUs, eventUs), to);
                        case null -> false;
                    };
        }
        if (done()) {
            sender.remove(clock);
        }
    }

    private boolean frame(Frame frame, long nowUs, long settledUs, Placed to) {
        if (!judged(frame, nowUs)) {
            return false;
        }
        long atUs = Math.max(timeOf(frame), Math.max(eventUs, frameUs + 1));
        if (!possible(frame) || atUs < settledUs) {
            waiting.remove();
            late++;
            gapNext = true;
            return true;
        }
        if (atUs > dueUs(nowUs)) {
            return false;
        }
        waiting.remove();
        eventUs = atUs;
        frameUs = atUs;
        frameAtTickUs = nowUs;
        boolean gap = frame.gap || gapNext;
        gapNext = false;
        to.at(new LessonEvent.Frame(number, atUs, frame.key, gap, frame.data));
        return true;
    }

    private static boolean judged(Frame frame, long nowUs) {
        return nowUs >= frame.arrivedUs + JUDGED_AFTER_US;
    }

    private long timeOf(Frame frame) {
        return frame.rtpUs + place.offsetUs();
    }

    /// Whether a frame that came when it did can be of the time it says it is.
    private boolean possible(Frame frame) {
        long onItsWayUs = frame.arrivedUs - timeOf(frame);
        return place.known() && onItsWayUs >= -MAX_AHEAD_US && onItsWayUs <= SETTLED_AFTER_US;
    }

    /// What is after this can wait for the next time.
    private static long dueUs(long nowUs) {
        return nowUs - SETTLED_AFTER_US + StreamClock.TICK_US;
    }

    private boolean mark(Mark mark, long nowUs, long earliestUs, Placed to) {
        long atUs = mark.atUs;
        if (mark.opens() && second() instanceof Frame frame) {
            if (judged(frame, nowUs) && possible(frame)) {
                atUs = Math.min(atUs, timeOf(frame));
            }
        }
        atUs = Math.max(atUs, earliestUs);
        if (atUs > dueUs(nowUs)) {
            return false;
        }
        waiting.remove();
        eventUs = atUs;
        to.at(
                switch (mark.kind) {
                    case BEGAN -> new LessonEvent.Began(number, atUs, track);
                    case OPENED -> new LessonEvent.Gate(number, atUs, true);
                    case CLOSED -> new LessonEvent.Gate(number, atUs, false);
                    case ENDED -> new LessonEvent.Ended(number, atUs);
                });
        return true;
    }

    private @Nullable Waiting second() {
        Iterator<Waiting> all = waiting.iterator();
        all.next();
        return all.hasNext() ? all.next() : null;
    }

    /// Why it was not read to its end; null if it was, or is still read.
    @Nullable String damage() {
        return damage;
    }

    LessonReader.Counts counts() {
        return new LessonReader.Counts(
                depacketizer.missing(),
                depacketizer.unwanted(),
                malformed,
                depacketizer.broken(),
                late);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
