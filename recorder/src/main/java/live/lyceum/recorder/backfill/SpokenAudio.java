package live.lyceum.recorder.backfill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.journal.JournalName;
import live.lyceum.recorder.journal.JournalReader;
import live.lyceum.recorder.lesson.LessonEvent;
import live.lyceum.recorder.lesson.LessonReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people said into their microphones, cut out of the journals of a folder to which nothing is
/// written any more. Goes through the lesson once, and holds a second of sound for each speaker.
/// Blocks; owned by its thread.
public final class SpokenAudio implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SpokenAudio.class);
    private static final int PER_MS = SpeechLine.PER_MS;

    /// A decoder that begins in the middle needs some packets to find its way.
    private static final long WARM_UP_US = 100_000;

    /// Nothing is placed before what happened this long ago.
    private static final long SETTLED_AFTER = 200L * PER_MS;

    private static final int MAX_BLOCK = 1_000 * PER_MS;

    /// What is wanted of one speaker. Times are milliseconds on the recording's clock.
    public record Span(ParticipantId who, long fromMs, long toMs) {
        public Span {
            if (toMs < fromMs) {
                throw new IllegalArgumentException("a span ends after it begins");
            }
        }
    }

    /// A part of a span: at most a second, following the one before it. Where nothing was said,
    /// nobody was there, or the microphone was muted, it is silent.
    ///
    /// @param samples mono at 16 kHz; the taker's
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Block(Span span, long atMs, short[] samples) {}

    private final LessonReader reader;
    private final Map<ParticipantId, Speaker> speakers = new HashMap<>();
    private final Map<Integer, Speaker> tracks = new HashMap<>();
    private final Deque<Block> ready = new ArrayDeque<>();
    private long latest;
    private boolean over;

    private SpokenAudio(LessonReader reader, List<Span> spans) {
        this.reader = reader;
        for (Span each : spans.stream().sorted(Comparator.comparingLong(Span::fromMs)).toList()) {
            speakers.computeIfAbsent(each.who, _ -> new Speaker()).want(each);
        }
    }

    /// Opens the journals of a folder.
    ///
    /// @param spans those of one speaker do not overlap
    /// @throws IOException if the folder cannot be read
    public static SpokenAudio open(Path folder, List<Span> spans) throws IOException {
        LessonReader reader = LessonReader.open(folder);
        try {
            reader.finish();
            return new SpokenAudio(reader, spans);
        } catch (IOException | RuntimeException failed) {
            reader.close();
            throw failed;
        }
    }

    /// Whose microphones have journals in a folder: of whom there can be gaps where nobody knows of
    /// any, as after the end of a process.
    ///
    /// @throws IOException if the folder cannot be read; a journal that cannot is left out
    public static Set<ParticipantId> speakers(Path folder) throws IOException {
        var speakers = new HashSet<ParticipantId>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.filter(JournalName::isOne).toList()) {
                try (JournalReader journal = JournalReader.open(each)) {
                    if (journal.track().source() == Source.MIC) {
                        speakers.add(journal.track().who());
                    }
                } catch (IOException damaged) {
                    LOG.debug("a journal that cannot be read", damaged);
                }
            }
        }
        return speakers;
    }

    /// All of one span at once.
    ///
    /// @throws IOException if the folder cannot be read
    public static short[] cut(Path folder, Span span) throws IOException {
        var all = new short[Math.toIntExact((span.toMs - span.fromMs) * PER_MS)];
        try (SpokenAudio audio = open(folder, List.of(span))) {
            for (Block each = audio.next(); each != null; each = audio.next()) {
                int at = (int) (each.atMs - span.fromMs) * PER_MS;
                System.arraycopy(each.samples, 0, all, at, each.samples.length);
            }
        }
        return all;
    }

    /// The next block of any span, in about the order of time; null when all were given. A span
    /// that outlasts the lesson ends with it.
    public @Nullable Block next() {
        while (ready.isEmpty() && !over) {
            LessonEvent event =
                    speakers.values().stream().allMatch(Speaker::done) ? null : reader.next();
            if (event == null) {
                over = true;
                speakers.values().forEach(each -> each.end(latest + SETTLED_AFTER));
            } else {
                latest = SpeechLine.place(event.atUs());
                speakers.values().forEach(each -> each.until(latest - SETTLED_AFTER));
                take(event);
            }
        }
        return ready.poll();
    }

    private void take(LessonEvent event) {
        if (event instanceof LessonEvent.Began(int track, long _, var of)) {
            Speaker speaker = of.source() == Source.MIC ? speakers.get(of.who()) : null;
            if (speaker != null) {
                tracks.put(track, speaker);
                speaker.speakBy(track);
            }
            return;
        }
        Speaker speaker = tracks.get(event.track());
        if (speaker != null && speaker.track == event.track()) {
            switch (event) {
                case LessonEvent.Frame frame -> speaker.frame(frame);
                case LessonEvent.Gate _, LessonEvent.Ended _ -> speaker.line.silent();
                case LessonEvent.Began _ -> {}
            }
        }
    }

    /// Damaged journals: what could not be read of them is silent.
    public List<LessonReader.Damage> damaged() {
        return reader.damaged();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /// One speaker's sound: the newest stream is heard, as one that was left behind may end late.
    private final class Speaker implements SpeechLine.Output {
        private final List<Span> spans = new ArrayList<>();
        private int at;
        private int track;
        private SpeechLine line = new SpeechLine(this);

        /// The block that is being filled, and where it begins.
        private short[] block = new short[0];

        private long begin;

        private void want(Span span) {
            spans.add(span);
            if (spans.size() == 1) {
                enter(span.fromMs * PER_MS);
            }
        }

        private boolean done() {
            return at == spans.size();
        }

        /// Begins a block of the span at hand.
        private void enter(long place) {
            long left = spans.get(at).toMs * PER_MS - place;
            begin = place;
            block = new short[(int) Math.min(MAX_BLOCK, left)];
        }

        private void speakBy(int next) {
            track = next;
            line = new SpeechLine(this);
        }

        private void frame(LessonEvent.Frame frame) {
            if (!done() && frame.atUs() >= spans.get(at).fromMs * 1_000 - WARM_UP_US) {
                line.packet(frame.atUs(), frame.gap(), frame.data());
            } else {
                line.silent();
            }
        }

        @Override
        public void put(long place, short[] samples, int from, int count) {
            long to = place + count;
            for (long each = place; each < to && !done(); ) {
                if (each >= begin + block.length) {
                    give();
                    continue;
                }
                long start = Math.max(each, begin);
                int length = (int) (Math.min(to, begin + block.length) - start);
                if (length <= 0) {
                    return;
                }
                int source = from + (int) (start - place);
                System.arraycopy(samples, source, block, (int) (start - begin), length);
                each = start + length;
            }
        }

        /// Nothing comes any more that belongs before `place`.
        private void until(long place) {
            while (!done() && begin + block.length <= place) {
                give();
            }
        }

        /// Nothing comes any more; nothing was said after `place`.
        private void end(long place) {
            while (!done() && begin < place) {
                give();
            }
        }

        private void give() {
            Span span = spans.get(at);
            long next = begin + block.length;
            if (block.length > 0) {
                ready.add(new Block(span, begin / PER_MS, block));
            }
            if (next < span.toMs * PER_MS) {
                enter(next);
                return;
            }
            at++;
            block = new short[0];
            if (!done()) {
                enter(spans.get(at).fromMs * PER_MS);
            }
        }
    }
}
