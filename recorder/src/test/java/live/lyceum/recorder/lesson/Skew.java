package live.lyceum.recorder.lesson;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import live.lyceum.recorder.testkit.Dummy;

/// Measures how far dummy frames are from the truth, and tracks of one sender from each other,
/// while they are read. Times are microseconds.
final class Skew {
    private static final long NEAR_US = 100_000;

    private final Map<Integer, NavigableMap<Long, Long>> lately = new HashMap<>();
    private final Map<Integer, Long> lastUs = new HashMap<>();
    private final Map<Integer, Long> lastTakenUs = new HashMap<>();
    private final Map<Integer, Long> frames = new HashMap<>();
    private long apartUs;
    private String apartAt = "";
    private long leastOffUs = Long.MAX_VALUE;
    private long mostOffUs = Long.MIN_VALUE;
    private long backwards;
    private long largestStepUs;

    /// A frame of `track`, compared with those of `other`.
    void frame(LessonEvent.Frame frame, int other) {
        int track = frame.track();
        long takenUs = Dummy.timeOf(frame.data());
        long offUs = frame.atUs() - takenUs;
        frames.merge(track, 1L, Long::sum);
        leastOffUs = Math.min(leastOffUs, offUs);
        mostOffUs = Math.max(mostOffUs, offUs);
        if (lastUs.getOrDefault(track, Long.MIN_VALUE) > frame.atUs()) {
            backwards++;
        }
        lastUs.put(track, frame.atUs());
        if (lastTakenUs.getOrDefault(track, Long.MIN_VALUE) >= takenUs) {
            backwards++;
        }
        lastTakenUs.put(track, takenUs);
        NavigableMap<Long, Long> own = lately.computeIfAbsent(track, _ -> new TreeMap<>());
        if (!own.isEmpty() && takenUs - own.lastKey() < NEAR_US) {
            largestStepUs = Math.max(largestStepUs, Math.abs(offUs - own.lastEntry().getValue()));
        }
        own.put(takenUs, offUs);
        if (own.size() > 50) {
            own.pollFirstEntry();
        }
        NavigableMap<Long, Long> others = lately.getOrDefault(other, new TreeMap<>());
        Map.Entry<Long, Long> near = others.floorEntry(takenUs);
        if (near != null && takenUs - near.getKey() < NEAR_US) {
            long apart = Math.abs(near.getValue() - offUs);
            if (apart > apartUs) {
                apartUs = apart;
                apartAt = "track " + track + " at " + takenUs / 1_000 + " ms";
            }
        }
    }

    long frames(int track) {
        return frames.getOrDefault(track, 0L);
    }

    /// The most that two tracks were apart.
    long apartUs() {
        return apartUs;
    }

    long leastOffUs() {
        return leastOffUs;
    }

    long mostOffUs() {
        return mostOffUs;
    }

    /// How often a frame was placed before the one before, or came after one that was taken later.
    long backwards() {
        return backwards;
    }

    /// The most that the error changed from one frame to the next.
    long largestStepUs() {
        return largestStepUs;
    }

    @Override
    public String toString() {
        return "apart %d us (%s), off %d..%d us, largest step %d us, frames %s"
                .formatted(apartUs, apartAt, leastOffUs, mostOffUs, largestStepUs, frames);
    }
}
