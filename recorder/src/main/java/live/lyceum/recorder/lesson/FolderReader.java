package live.lyceum.recorder.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.journal.JournalName;
import org.jspecify.annotations.Nullable;

/// Goes through all journals of a folder at once, in steps of 100 ms of their entries' times. What
/// a step decides depends on those alone, so a file that grows is read as one that is whole; only
/// the first sender report of a stream is known from its begin on where the file has it already.
final class FolderReader implements LessonReader {
    /// How long an entry may take to its file.
    private static final long WRITTEN_AFTER_US = 500_000;

    /// What is worth a leap: the clocks have forgotten what they knew after 20 s anyway.
    private static final long LEAP_US = 30_000_000;

    private static final long TICK_US = StreamClock.TICK_US;

    private record Ready(LessonEvent event, long order) {}

    private final Path folder;
    private final Map<Integer, Path> unopened = new TreeMap<>();
    private final Set<Integer> seen = new HashSet<>();
    private final Set<Integer> notYet = new HashSet<>();
    private final List<JournalTrack> tracks = new ArrayList<>();
    private final Map<ParticipantId, SenderClock> senders = new HashMap<>();
    private final PriorityQueue<Ready> ready =
            new PriorityQueue<>(
                    Comparator.<Ready>comparingLong(each -> each.event.atUs())
                            .thenComparingInt(each -> each.event.track())
                            .thenComparingLong(Ready::order));
    private final List<Damage> damaged = new ArrayList<>();
    private @Nullable JournalTrack upcoming;
    private Counts counts = new Counts(0, 0, 0, 0, 0);
    private long order;
    private long horizonUs;
    private long cutUs = Long.MIN_VALUE;
    private long nowUs;
    private long settledUs = -JournalTrack.SETTLED_AFTER_US;
    private boolean finished;

    FolderReader(Path folder) {
        this.folder = folder;
    }

    @Override
    public void read(long nowUs) throws IOException {
        list();
        horizonUs = Math.max(horizonUs, nowUs - WRITTEN_AFTER_US);
    }

    private void list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(each -> {
                if (JournalName.isOne(each) && seen.add(JournalName.number(each))) {
                    unopened.put(JournalName.number(each), each);
                }
            });
        }
        notYet.clear();
        tracks.forEach(JournalTrack::mayHaveGrown);
        if (upcoming != null) {
            upcoming.mayHaveGrown();
        }
    }

    @Override
    public void cut(long atUs) throws IOException {
        list();
        cutUs = Math.max(cutUs, atUs);
        tracks.forEach(this::perhapsLast);
        if (upcoming != null) {
            perhapsLast(upcoming);
        }
    }

    @Override
    public void finish() throws IOException {
        cut(Long.MAX_VALUE);
        horizonUs = Long.MAX_VALUE;
        finished = true;
    }

    private void perhapsLast(JournalTrack track) {
        if (finished || track.track().startedUs() < cutUs) {
            track.last();
        }
    }

    @Override
    public @Nullable LessonEvent next() {
        while (true) {
            Ready first = ready.peek();
            if (first != null && (first.event.atUs() <= settledUs || over())) {
                ready.remove();
                return first.event;
            }
            if (over() || nowUs > horizonUs - TICK_US) {
                return null;
            }
            step();
        }
    }

    private boolean over() {
        return finished && tracks.isEmpty() && upcoming == null && unopened.isEmpty();
    }

    private void step() {
        leap();
        nowUs += TICK_US;
        openDue();
        tracks.forEach(each -> each.readTo(nowUs));
        tracks.forEach(each ->
                each.place(nowUs, settledUs, event -> ready.add(new Ready(event, order++))));
        settledUs = nowUs - JournalTrack.SETTLED_AFTER_US;
        for (Iterator<JournalTrack> all = tracks.iterator(); all.hasNext(); ) {
            JournalTrack each = all.next();
            if (each.done()) {
                all.remove();
                leave(each);
            }
        }
    }

    /// Nothing is done step by step where nothing happens for long.
    private void leap() {
        long untilUs = horizonUs;
        if (upcoming != null) {
            untilUs = Math.min(untilUs, upcoming.track().startedUs());
        } else if (!unopened.isEmpty()) {
            return;
        }
        for (JournalTrack each : tracks) {
            untilUs = Math.min(untilUs, each.quietUntilUs(nowUs));
        }
        long leap = untilUs - nowUs - 2 * TICK_US;
        if (leap > LEAP_US && untilUs != Long.MAX_VALUE) {
            nowUs += leap / TICK_US * TICK_US;
            tracks.forEach(JournalTrack::silence);
        }
    }

    /// Opens the journals that have begun, and the next one to know when it does. They are numbered
    /// as they begin.
    private void openDue() {
        Iterator<Map.Entry<Integer, Path>> all = unopened.entrySet().iterator();
        while (true) {
            JournalTrack next = upcoming;
            if (next != null && next.track().startedUs() > nowUs) {
                return;
            }
            if (next != null) {
                tracks.add(next);
                upcoming = null;
            }
            if (!all.hasNext()) {
                return;
            }
            Map.Entry<Integer, Path> file = all.next();
            if (!notYet.contains(file.getKey()) && open(file.getKey(), file.getValue())) {
                all.remove();
            }
        }
    }

    /// False if there may be something to open later.
    private boolean open(int number, Path path) {
        try {
            JournalTrack opened =
                    JournalTrack.open(
                            number,
                            path,
                            of -> senders.computeIfAbsent(of.who(), _ -> new SenderClock()));
            perhapsLast(opened);
            upcoming = opened;
            return true;
        } catch (IOException | RuntimeException failed) {
            notYet.add(number);
            if (finished) {
                damaged.add(new Damage(number, String.valueOf(failed.getMessage())));
            }
            return finished;
        }
    }

    private void leave(JournalTrack track) {
        counts = sum(counts, track.counts());
        String why = track.damage();
        if (why != null) {
            damaged.add(new Damage(track.number(), why));
        }
    }

    private static Counts sum(Counts a, Counts b) {
        return new Counts(
                a.missing() + b.missing(),
                a.unwanted() + b.unwanted(),
                a.malformed() + b.malformed(),
                a.broken() + b.broken(),
                a.late() + b.late());
    }

    @Override
    public long settledUs() {
        Ready first = ready.peek();
        if (first == null && over()) {
            return Long.MAX_VALUE;
        }
        return first == null ? settledUs : Math.min(settledUs, first.event.atUs());
    }

    @Override
    public List<Damage> damaged() {
        return List.copyOf(damaged);
    }

    @Override
    public Counts counts() {
        Counts all = counts;
        for (JournalTrack each : tracks) {
            all = sum(all, each.counts());
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        if (upcoming != null) {
            tracks.add(upcoming);
            upcoming = null;
        }
        for (JournalTrack each : tracks) {
            try {
                each.close();
            } catch (IOException failed) {
                first = failed;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
