package live.lyceum.recorder.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.transcribe.MoodyService.Mood;
import live.lyceum.recorder.transcribe.TranscriptionCounts.Of;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An hour of two people in virtual time, over a service that fails as its seed has it.
class TranscriptHourTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));
    private static final int SEEDS = PROVE ? 200 : 20;
    private static final long S = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MAX_OFF_MS = 150;
    private static final Mood BAD = new Mood(0.03, 0.1, 0.2, 0.02, 0.004, 0.03, 0.05);
    private static final Mood FINE = new Mood(0, 0, 0, 0, 0, 0.03, 0.05);

    private final List<Long> offMs = new ArrayList<>();
    private final List<Long> tookMs = new ArrayList<>();

    /// An hour, and what was told of it.
    private static final class Hour implements TranscriptAssembler.Output {
        final Timeline timeline = new Timeline();
        final List<ParticipantId> people =
                List.of(new ParticipantId("ann"), new ParticipantId("ben"));
        final List<Talker> talkers = new ArrayList<>();
        final List<SpeakerTranscription> machines = new ArrayList<>();
        final List<TranscriptLine> lines = new ArrayList<>();
        final List<Long> toldMs = new ArrayList<>();
        final List<Gap> gaps = new ArrayList<>();
        final List<Boolean> states = new ArrayList<>();
        int versions;

        Hour(long seed, Mood mood, long outUs, long backUs) {
            var random = new Random(seed);
            var assembler = new TranscriptAssembler(this);
            var service = new MoodyService(timeline, random, mood, outUs, backUs);
            for (ParticipantId who : people) {
                var machine =
                        new SpeakerTranscription(
                                service,
                                () -> new SpeechRecognizer.Hints(List.of(), List.of()),
                                random,
                                new Watched(assembler.of(who)));
                timeline.add(machine);
                machines.add(machine);
                talkers.add(new Talker(new Random(seed * 31 + machines.size()), timeline, machine));
            }
        }

        void run() {
            for (Talker talker : talkers) {
                talker.talk(0, 3_600 * S);
            }
            long endUs = talkers.stream().mapToLong(t -> t.said.getLast().endUs()).max().orElse(0);
            timeline.run(endUs + S);
            machines.forEach(machine -> machine.finish(timeline.nowUs()));
            timeline.run(endUs + 120 * S);
            assertThat(machines).allMatch(SpeakerTranscription::done);
        }

        @Override
        public void partial(TranscriptLine line) {
            assertThat(place(line)).as("partial of a final line").isNegative();
        }

        /// Keeps the best version of each.
        @Override
        public void line(TranscriptLine line) {
            versions++;
            int place = place(line);
            if (place < 0) {
                assertThat(line.revision()).as("final for the first time").isZero();
                lines.add(line);
                toldMs.add(timeline.nowUs() / 1_000);
                return;
            }
            TranscriptLine before = lines.set(place, line);
            assertThat(line.revision()).isEqualTo(before.revision() + 1).isLessThanOrEqualTo(3);
            assertThat(line.startMs()).isEqualTo(before.startMs());
            assertThat(line.text()).isNotEqualTo(before.text());
        }

        private int place(TranscriptLine line) {
            for (int i = lines.size() - 1; i >= 0; i--) {
                if (lines.get(i).id().equals(line.id())) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public void gap(ParticipantId who, long fromMs, long toMs) {
            gaps.add(new Gap(who, fromMs, toMs));
        }

        /// The words of somebody's lines, as they are read.
        List<Integer> words(ParticipantId who) {
            return lines.stream()
                    .filter(line -> line.who().equals(who))
                    .sorted(TranscriptAssembler.ORDER)
                    .flatMap(line -> Stream.of(line.text().split(" ", -1)))
                    .map(Talker::number)
                    .toList();
        }

        private final class Watched implements SpeakerTranscription.Output {
            private final SpeakerTranscription.Output to;

            Watched(SpeakerTranscription.Output to) {
                this.to = to;
            }

            @Override
            public void interim(long utterance, long startUs, long endUs, String text) {
                to.interim(utterance, startUs, endUs, text);
            }

            @Override
            public void result(
                    long utterance,
                    int revision,
                    long startUs,
                    long endUs,
                    String text,
                    @Nullable String language) {
                to.result(utterance, revision, startUs, endUs, text, language);
            }

            @Override
            public void missed(long fromUs, long toUs) {
                to.missed(fromUs, toUs);
            }

            @Override
            public void state(boolean interrupted) {
                states.add(interrupted);
            }

            @Override
            public void refused() {
                throw new AssertionError("it was not refused");
            }
        }
    }

    private record Gap(ParticipantId who, long fromMs, long toMs) {}

    private static void assertWords(long seed, List<Integer> words, Talker of) {
        assertWordsOf(seed, words, IntStream.rangeClosed(1, of.words()).boxed().toList());
    }

    /// Shows where they begin to differ only.
    private static void assertWordsOf(long seed, List<Integer> words, List<Integer> said) {
        int at = 0;
        while (at < Math.min(words.size(), said.size()) && words.get(at).equals(said.get(at))) {
            at++;
        }
        assertThat(from(at, words)).as("seed %d, place %d", seed, at).isEqualTo(from(at, said));
    }

    private static List<Integer> from(int at, List<Integer> words) {
        return words.subList(at, Math.min(words.size(), at + 30));
    }

    /// How far the lines of one speaker are from when their words were said.
    private void measure(Hour hour, int person) {
        var said = new TreeMap<Integer, Talker.Said>();
        for (Talker.Said one : hour.talkers.get(person).said) {
            said.putIfAbsent(one.firstWord(), one);
        }
        for (Talker.Said one : hour.talkers.get(person).said) {
            if (one.endWord() > one.firstWord()) {
                said.put(one.firstWord(), one);
            }
        }
        for (int i = 0; i < hour.lines.size(); i++) {
            TranscriptLine line = hour.lines.get(i);
            if (line.who().equals(hour.people.get(person))) {
                int first = Talker.number(line.text().split(" ", -1)[0]);
                Talker.Said truth = said.floorEntry(first).getValue();
                offMs.add(Math.abs(line.startMs() - truth.startUs() / 1_000));
                offMs.add(Math.abs(line.endMs() - truth.endUs() / 1_000));
                tookMs.add(hour.toldMs.get(i) - line.endMs());
            }
        }
    }

    private static long percentile(List<Long> of, int percent) {
        List<Long> sorted = of.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    @Test
    void everyWordOfAnHourIsThereOnce() {
        long words = 0;
        long opened = 0;
        long lost = 0;
        long lines = 0;
        long versions = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var hour = new Hour(seed, BAD, NEVER, NEVER);
            hour.run();
            lines += hour.lines.size();
            versions += hour.versions;
            for (int person = 0; person < 2; person++) {
                Talker talker = hour.talkers.get(person);
                assertThat(hour.gaps).as("seed %d", seed).isEmpty();
                assertWords(seed, hour.words(hour.people.get(person)), talker);
                measure(hour, person);
                words += talker.words();
                opened += hour.machines.get(person).counts().get(Of.OPENED);
                lost += hour.machines.get(person).counts().get(Of.LOST);
            }
        }
        long off = percentile(offMs, 95);
        System.out.printf(
                "figure: words of %d hours lost, doubled or out of order, of %d over %d connections"
                        + " of which %d were lost: 0 words (0)%n",
                SEEDS, words, opened, lost);
        System.out.printf(
                "figure: a line's times against when it was said, p95: %d ms (at most %d ms)%n",
                off, MAX_OFF_MS);
        System.out.printf(
                "figure: a final line after its end, with this service, p50: %d ms, p95: %d ms%n",
                percentile(tookMs, 50), percentile(tookMs, 95));
        System.out.printf("figure: rows for %d lines: %d rows%n", lines, versions);
        assertThat(versions).isGreaterThan(lines).isLessThan(lines * 11 / 10);
        assertThat(lost).isGreaterThan(SEEDS * 10L);
        assertThat(off).isLessThanOrEqualTo(MAX_OFF_MS);
    }

    @Test
    void whatAnOutageTookIsToldExactly() {
        long missed = 0;
        long words = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var hour = new Hour(seed, FINE, 1_000 * S, 1_300 * S);
            hour.run();
            for (int person = 0; person < 2; person++) {
                Talker talker = hour.talkers.get(person);
                List<Integer> told = new ArrayList<>(hour.words(hour.people.get(person)));
                assertWordsOf(seed, told, told.stream().sorted().toList());
                int kept = told.size();
                for (Talker.Said one : talker.said) {
                    if (missed(hour, person, one)) {
                        // Of some there is a version that may not be all.
                        IntStream.range(one.firstWord(), one.endWord())
                                .filter(word -> !told.contains(word))
                                .forEach(told::add);
                    }
                }
                missed += told.size() - kept;
                words += told.size();
                assertWords(seed, told.stream().sorted().toList(), talker);
            }
            assertThat(hour.states).as("seed %d", seed).contains(true).endsWith(false);
        }
        System.out.printf(
                "figure: words that an outage of 5 min took and told, of %d in %d hours: %d words%n",
                words, SEEDS, missed);
        assertThat(missed).isPositive();
    }

    private static boolean missed(Hour hour, int person, Talker.Said one) {
        return hour.gaps.stream()
                .anyMatch(gap ->
                        gap.who().equals(hour.people.get(person))
                                && gap.fromMs() <= one.startUs() / 1_000
                                && gap.toMs() >= one.endUs() / 1_000);
    }
}
