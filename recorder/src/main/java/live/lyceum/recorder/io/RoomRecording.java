package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.JournalName;
import live.lyceum.recorder.journal.Track;
import org.jspecify.annotations.Nullable;

/// Takes a room down into journals, one for each stream of each sender: what came, when, and when
/// the gate was closed. Owned by the room's media loop; what it writes is the journals' thread's.
public final class RoomRecording implements MediaTap {
    /// Enough for a lesson of a day in which everybody comes back every minute.
    private static final int MAX_JOURNALS = 9_999;

    /// Told when the recording cannot go on, on the journals' thread or the room's media loop.
    public interface OnFailure {
        void failed(IOException why);
    }

    private static final class Running {
        private final Stream stream;
        private final Journals.Journal journal;
        private int missed;

        private Running(Stream stream, Journals.Journal journal) {
            this.stream = stream;
            this.journal = journal;
        }

        private void add(JournalEntry entry) {
            if (missed > 0 && journal.add(new JournalEntry.Missed(entry.atUs(), missed))) {
                missed = 0;
            }
            if (missed > 0 || !journal.add(entry)) {
                missed++;
            }
        }
    }

    private record Place(ParticipantId who, Source source, int layer) {}

    private record Gate(ParticipantId who, Source source) {}

    private final Path folder;
    private final Journals journals;
    private final OnFailure onFailure;
    private final Map<Place, Running> running = new HashMap<>();
    private final Map<Gate, Boolean> gates = new HashMap<>();
    private final LongSupplier clockUs;

    /// Journals that ended, and may not be on the disk yet.
    private final List<CompletableFuture<Void>> ending = new ArrayList<>();

    private boolean begun;
    private long zeroNs;
    private boolean full;
    private int count;

    /// @param folder of this recording alone; it is there
    /// @param before how many journals are in it already
    /// @param clockUs the recording's clock, in microseconds: asked when the tap begins
    public RoomRecording(
            Path folder, int before, LongSupplier clockUs, Journals journals, OnFailure onFailure) {
        count = before;
        this.clockUs = clockUs;
        this.folder = folder;
        this.journals = journals;
        this.onFailure = onFailure;
    }

    @Override
    public void began(long nowNs) {
        if (!begun) {
            begun = true;
            zeroNs = nowNs - clockUs.getAsLong() * 1_000;
        }
    }

    private long us(long nowNs) {
        return (nowNs - zeroNs) / 1_000;
    }

    @Override
    public void packet(
            Stream stream, int level, byte[] buffer, int offset, int length, long nowNs) {
        Running at = running(stream, nowNs);
        if (at != null) {
            byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
            at.add(new JournalEntry.Packet(us(nowNs), copy));
        }
    }

    private @Nullable Running running(Stream stream, long nowNs) {
        var place = new Place(stream.who(), stream.source(), stream.layer());
        Running at = running.get(place);
        if (at != null && at.stream.equals(stream)) {
            return at;
        }
        if (at != null) {
            end(at, nowNs);
            running.remove(place);
        }
        if (count == MAX_JOURNALS) {
            if (!full) {
                full = true;
                onFailure.failed(
                        new IOException("a recording has %d streams at most".formatted(count)));
            }
            return null;
        }
        count++;
        var track =
                new Track(
                        stream.who(),
                        stream.source(),
                        stream.layer(),
                        stream.codec(),
                        stream.clockRateHz(),
                        us(nowNs));
        Path file = folder.resolve(JournalName.of(count));
        Running begun = new Running(stream, journals.open(file, track, onFailure::failed));
        running.put(place, begun);
        Boolean open = gates.get(new Gate(stream.who(), stream.source()));
        if (open != null) {
            begun.add(new JournalEntry.Gate(us(nowNs), open));
        }
        return begun;
    }

    private void end(Running at, long nowNs) {
        ending.removeIf(CompletableFuture::isDone);
        ending.add(at.journal.end(new JournalEntry.Closed(us(nowNs))).toCompletableFuture());
    }

    @Override
    public void report(Stream stream, long ntp, int rtpTimestamp, long nowNs) {
        Running at = running.get(new Place(stream.who(), stream.source(), stream.layer()));
        if (at != null && at.stream.equals(stream)) {
            at.add(new JournalEntry.SenderReport(us(nowNs), ntp, rtpTimestamp));
        }
    }

    @Override
    public void gate(ParticipantId who, Source source, boolean open, long nowNs) {
        Boolean before = gates.put(new Gate(who, source), open);
        if (before != null && before == open) {
            return;
        }
        for (Running each : running.values()) {
            if (each.stream.who().equals(who) && each.stream.source() == source) {
                each.add(new JournalEntry.Gate(us(nowNs), open));
            }
        }
    }

    @Override
    public void left(ParticipantId who, long nowNs) {
        gates.keySet().removeIf(each -> each.who().equals(who));
        for (Iterator<Running> all = running.values().iterator(); all.hasNext(); ) {
            Running each = all.next();
            if (each.stream.who().equals(who)) {
                end(each, nowNs);
                all.remove();
            }
        }
    }

    /// Ends all journals; complete when they are on the disk. To be called when the tap is out.
    public CompletionStage<Void> end() {
        long atUs = clockUs.getAsLong();
        for (Running each : running.values()) {
            ending.add(each.journal.end(new JournalEntry.Closed(atUs)).toCompletableFuture());
        }
        running.clear();
        return CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new));
    }
}
