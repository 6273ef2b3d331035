package live.lyceum.recorder.testkit;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.JournalName;
import live.lyceum.recorder.journal.Track;

/// A lesson in virtual time, and its journals in a folder. Times are microseconds on the
/// recording's clock, which is the true one; frames and gates are given in about the order of time,
/// then [#runTo] writes what has arrived until then.
///
/// ```java
/// try (var lesson = new VirtualLesson(folder, 1)) {
///     VirtualSender ann = lesson.join("ann").clock(3_000_000, 100).network(Network.LOSSY);
///     VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
///     VirtualStream cam = ann.stream(Source.CAM, Codec.VP8);
///     mic.frame(0, opusPacket, true);      // or lesson.talk(60_000_000) for frames of no sense
///     lesson.runTo(20_000);
/// }
/// ```
public final class VirtualLesson implements Closeable {
    private static final long STEP_US = 10_000;

    private record Event(long atUs, long order, Runnable what) {}

    private record Place(ParticipantId who, Source source, int layer) {}

    /// A journal of a stream.
    private record Running(VirtualStream stream, JournalWriter journal) {}

    private final Path folder;
    private final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::atUs).thenComparingLong(Event::order));
    private final List<VirtualSender> senders = new ArrayList<>();
    private final Map<Place, Running> running = new HashMap<>();
    private long order;
    private int journals;
    private long nowUs;
    private long talkedUs;

    /// @param folder is there; journals go on behind those that are in it already
    public VirtualLesson(Path folder, long seed) {
        this.folder = folder;
        random = new Random(seed);
    }

    /// The next journal gets this number.
    public VirtualLesson nextJournal(int number) {
        journals = number - 1;
        return this;
    }

    /// Somebody comes, or comes again under the same name, with another clock.
    public VirtualSender join(String who) {
        var sender = new VirtualSender(this, new ParticipantId(who), new Random(random.nextLong()));
        senders.add(sender);
        return sender;
    }

    /// Until when it was run.
    public long nowUs() {
        return nowUs;
    }

    void at(long atUs, Runnable what) {
        events.add(new Event(Math.max(atUs, nowUs), order++, what));
    }

    /// All senders who are there send frames of no sense from where it ended before; then [#runTo].
    public void talk(long toUs) {
        while (talkedUs < toUs) {
            long untilUs = Math.min(toUs, talkedUs + STEP_US);
            for (VirtualSender each : senders) {
                each.talk(talkedUs, untilUs);
            }
            runTo(untilUs, false);
        }
        runTo(toUs);
    }

    /// What arrives until then is in the journals. All frames from before were given.
    public void runTo(long toUs) {
        runTo(toUs, true);
    }

    private void runTo(long toUs, boolean write) {
        while (!events.isEmpty() && events.element().atUs <= toUs) {
            Event next = events.remove();
            nowUs = next.atUs;
            next.what.run();
        }
        nowUs = Math.max(nowUs, toUs);
        talkedUs = Math.max(talkedUs, toUs);
        if (write) {
            running.values().forEach(each -> each.journal.write());
        }
    }

    void packet(VirtualStream stream, byte[] rtp) {
        var place = new Place(stream.sender().who(), stream.source(), stream.layer());
        Running at = running.get(place);
        if (at == null || at.stream != stream) {
            if (at != null) {
                end(at);
            }
            at = begin(stream);
            running.put(place, at);
        }
        at.journal.add(new JournalEntry.Packet(nowUs, rtp));
    }

    private Running begin(VirtualStream stream) {
        journals++;
        var track =
                new Track(
                        stream.sender().who(),
                        stream.source(),
                        stream.layer(),
                        stream.codec().encodingName(),
                        stream.codec().clockRateHz(),
                        nowUs);
        stream.track(journals);
        return new Running(
                stream, new JournalWriter(folder.resolve(JournalName.of(journals)), track));
    }

    /// Writes an entry to the stream's journal, if there is one.
    void entry(VirtualStream stream, JournalEntry entry) {
        for (Running each : running.values()) {
            if (each.stream == stream) {
                each.journal.add(entry);
            }
        }
    }

    void left(VirtualSender sender) {
        senders.remove(sender);
        running.values()
                .removeIf(each -> {
                    boolean of = each.stream.sender() == sender;
                    if (of) {
                        end(each);
                    }
                    return of;
                });
    }

    private void end(Running each) {
        each.journal.add(new JournalEntry.Closed(nowUs));
        each.journal.close();
    }

    /// The server is killed: no journal has an end, and nobody sends any more.
    public void kill() {
        running.values().forEach(each -> each.journal.close());
        running.clear();
        senders.clear();
        events.clear();
    }

    /// The recording ends here, and all journals with it.
    @Override
    public void close() {
        running.values().forEach(this::end);
        running.clear();
    }
}
