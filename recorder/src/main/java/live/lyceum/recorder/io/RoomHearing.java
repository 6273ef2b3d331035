package live.lyceum.recorder.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.hear.Budget;
import live.lyceum.recorder.hear.SpeakerEar;
import live.lyceum.recorder.transcribe.Heard;
import live.lyceum.recorder.transcribe.SpeakerTranscription;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import live.lyceum.recorder.transcribe.TranscriptAssembler;
import org.jspecify.annotations.Nullable;

/// Hears one room: an ear for each microphone, and a transcription for each who has spoken. Owned
/// by its caller's thread; times are epoch microseconds.
final class RoomHearing {
    /// How long what was said before the end may take to become text.
    private static final long RESULTS_WITHIN_US = 5_000_000;

    /// What is being said when it turns out that nothing comes of it began at most so long ago.
    private static final long UTTERANCE_MS = 60_000;

    /// How often somebody's microphone may become another stream, as it does when they come back:
    /// so many times at once, and in the long run each 10 s.
    private static final int NEW_EARS = 5;

    private static final double NEW_EARS_PER_S = 0.1;

    /// Told what is heard, within a call.
    interface Output {
        void partial(TranscriptLine line);

        void line(TranscriptLine line);

        void state(Transcriber.State state);

        /// Nothing came of what was said then, in epoch milliseconds.
        ///
        /// @param who null: anybody
        /// @param toMs [SpeechLedger#END]: until nothing is heard any more
        void missed(@Nullable ParticipantId who, long fromMs, long toMs);
    }

    /// Who has a microphone here. When a transcription was begun, it counts as a speaker.
    private final class Person {
        private final ParticipantId who;
        private final Budget audio = SpeakerEar.budget();
        private final Budget ears = new Budget(NEW_EARS_PER_S, NEW_EARS);
        private MediaTap.Stream stream;
        private SpeakerEar ear;
        private @Nullable SpeakerTranscription transcription;
        private boolean interrupted;

        private Person(MediaTap.Stream stream) {
            who = stream.who();
            this.stream = stream;
            ear = newEar();
        }

        private SpeakerEar newEar() {
            return new SpeakerEar(this::heard, this::missed, audio);
        }

        private void missed(long fromUs, long toUs) {
            output.missed(who, fromUs / 1_000, toUs / 1_000);
        }

        private void packet(MediaTap.Stream of, int level, byte[] rtp, long atUs) {
            if (!of.equals(stream)) {
                if (!ears.take(1, atUs)) {
                    counts.dropped.incrementAndGet();
                    missed(atUs - SpeakerEar.MAX_BEHIND_US, atUs);
                    return;
                }
                endEar();
                stream = of;
                ear = newEar();
            }
            ear.packet(rtp, level, atUs);
        }

        private void endEar() {
            ear.interrupt();
            counts.missing.addAndGet(ear.missing());
            counts.damaged.addAndGet(ear.damaged());
            counts.dropped.addAndGet(ear.beyond());
        }

        private void heard(Heard heard) {
            if (off || (transcription == null && !(heard instanceof Heard.Began))) {
                return;
            }
            if (transcription == null) {
                transcription = begin(this);
            }
            if (transcription == null) {
                return;
            }
            transcription.heard(heard, nowUs);
            if (heard instanceof Heard.Audio(_, short[] samples)) {
                use(samples.length);
            }
        }

        private void step() {
            if (transcription != null && transcription.nextDeadlineUs() <= nowUs) {
                transcription.onDeadline(nowUs);
            }
            if (transcription != null && transcription.idle(nowUs)) {
                giveBack(this);
            }
        }

        private void finish() {
            if (transcription != null) {
                transcription.finish(nowUs);
            }
        }

        private boolean done() {
            return transcription == null || transcription.done();
        }
    }

    private final HearingLimits limits;
    private final SpeechRecognizer recognizer;
    private final RandomGenerator random;
    private final HearingCounts counts;
    private final Output output;
    private final TranscriptAssembler assembler = new TranscriptAssembler(new Lines());
    private final Map<ParticipantId, Person> people = new HashMap<>();

    /// Whose last words are awaited.
    private final List<Person> leaving = new ArrayList<>();

    private SpeechRecognizer.Hints hints;
    private Transcriber.State told = Transcriber.State.OFF;
    private long nowUs = Long.MIN_VALUE;
    private long samplesHeard;
    private boolean off;
    private boolean stopped;
    private long stoppedUs;
    private boolean closed;

    /// @param recognizer whose listeners are told on the thread of the caller
    /// @param counts of all rooms
    RoomHearing(
            Transcriber.Order order,
            HearingLimits limits,
            SpeechRecognizer recognizer,
            RandomGenerator random,
            HearingCounts counts,
            Output output) {
        this.limits = limits;
        this.recognizer = recognizer;
        hints = hints(order);
        this.random = random;
        this.counts = counts;
        this.output = output;
    }

    private static SpeechRecognizer.Hints hints(Transcriber.Order order) {
        return new SpeechRecognizer.Hints(order.languages(), order.words());
    }

    /// This is what connections that are opened from now on are to expect.
    void expect(Transcriber.Order order) {
        hints = hints(order);
    }

    /// Says that it hears.
    void begin() {
        tell(Transcriber.State.ON);
    }

    /// Takes a packet of a microphone.
    ///
    /// @param level as [MediaTap#packet] has it
    /// @param rtp is kept
    void packet(MediaTap.Stream stream, int level, byte[] rtp, long atUs) {
        now(atUs);
        if (!stopped && !off) {
            people.computeIfAbsent(stream.who(), _ -> new Person(stream))
                    .packet(stream, level, rtp, atUs);
        }
    }

    void muted(ParticipantId who, long atUs) {
        now(atUs);
        Person person = people.get(who);
        if (person != null) {
            person.ear.interrupt();
        }
    }

    void left(ParticipantId who, long atUs) {
        now(atUs);
        Person person = people.remove(who);
        if (person != null) {
            leave(person);
        }
    }

    private void leave(Person person) {
        person.endEar();
        person.finish();
        leaving.add(person);
    }

    /// It is this late; to be called some times a second, and after each call of the recogniser's.
    void advance(long atUs) {
        now(atUs);
        if (off) {
            allLeave();
        }
        for (Person each : List.copyOf(people.values())) {
            each.ear.advance(nowUs);
            each.step();
        }
        for (Person each : List.copyOf(leaving)) {
            each.step();
            if (each.done()) {
                leaving.remove(each);
                giveBack(each);
                tellState();
            }
        }
    }

    /// Time does not go back, whatever two clocks say.
    private void now(long atUs) {
        nowUs = Math.max(nowUs, atUs);
    }

    /// Hears nothing more.
    void stop(long atUs) {
        now(atUs);
        if (!stopped) {
            allLeave();
            stopped = true;
            stoppedUs = nowUs;
        }
    }

    private void allLeave() {
        List<Person> all = List.copyOf(people.values());
        people.clear();
        all.forEach(this::leave);
    }

    /// Whether it was stopped, and nothing more comes or is waited for.
    boolean over() {
        return stopped && (leaving.isEmpty() || nowUs - stoppedUs >= RESULTS_WITHIN_US);
    }

    /// Nothing is told any more.
    void close() {
        for (Person each : leaving) {
            if (!each.done()) {
                output.missed(each.who, 0, SpeechLedger.END);
            }
        }
        closed = true;
        people.values().forEach(this::giveBack);
        leaving.forEach(this::giveBack);
        people.clear();
        leaving.clear();
    }

    private void giveBack(Person person) {
        if (person.transcription != null) {
            person.transcription = null;
            counts.speakers.decrementAndGet();
        }
    }

    private @Nullable SpeakerTranscription begin(Person person) {
        if (counts.speakers.get() >= limits.maxSpeakers()) {
            counts.turnedAway.incrementAndGet();
            output.missed(person.who, sinceMs(), SpeechLedger.END);
            return null;
        }
        counts.speakers.incrementAndGet();
        return new SpeakerTranscription(
                recognizer, () -> hints, random, new Told(person, assembler.of(person.who)));
    }

    /// Since when of what is being said nothing may have come yet.
    private long sinceMs() {
        return nowUs / 1_000 - UTTERANCE_MS;
    }

    /// How much speech was heard, in milliseconds.
    long heardMs() {
        return samplesHeard * 1_000 / SpeechRecognizer.SAMPLE_RATE_HZ;
    }

    private void use(int samples) {
        samplesHeard += samples;
        long perMs = SpeechRecognizer.SAMPLE_RATE_HZ / 1_000;
        counts.heardMs.addAndGet(samples / perMs);
        if (samplesHeard / perMs >= limits.maxMsPerSession()) {
            off();
        }
    }

    /// Hears nothing more, though it was not stopped; what was said still becomes text. May come
    /// within a call of a transcription's, so [#advance] does the rest.
    private void off() {
        if (!off) {
            off = true;
            tell(Transcriber.State.OFF);
        }
    }

    private void tellState() {
        if (!off) {
            boolean interrupted =
                    people.values().stream().anyMatch(each -> each.interrupted)
                            || leaving.stream().anyMatch(each -> each.interrupted);
            tell(interrupted ? Transcriber.State.INTERRUPTED : Transcriber.State.ON);
        }
    }

    private void tell(Transcriber.State state) {
        if (!closed && told != state) {
            told = state;
            output.state(state);
        }
    }

    private final class Lines implements TranscriptAssembler.Output {
        @Override
        public void partial(TranscriptLine line) {
            if (!closed) {
                output.partial(line);
            }
        }

        @Override
        public void line(TranscriptLine line) {
            if (!closed) {
                if (line.revision() == 0) {
                    counts.lines.incrementAndGet();
                }
                output.line(line);
            }
        }

        @Override
        public void gap(ParticipantId who, long fromMs, long toMs) {
            counts.missed.incrementAndGet();
            if (!closed) {
                output.missed(who, fromMs, toMs);
            }
        }
    }

    /// What a person's transcription tells: lines for the assembler, its state for us.
    private final class Told implements SpeakerTranscription.Output {
        private final Person person;
        private final SpeakerTranscription.Output lines;

        private Told(Person person, SpeakerTranscription.Output lines) {
            this.person = person;
            this.lines = lines;
        }

        @Override
        public void interim(long utterance, long startUs, long endUs, String text) {
            lines.interim(utterance, startUs, endUs, text);
        }

        @Override
        public void result(
                long utterance,
                int revision,
                long startUs,
                long endUs,
                String text,
                @Nullable String language) {
            lines.result(utterance, revision, startUs, endUs, text, language);
        }

        @Override
        public void missed(long fromUs, long toUs) {
            lines.missed(fromUs, toUs);
        }

        @Override
        public void state(boolean interrupted) {
            person.interrupted = interrupted;
            tellState();
        }

        @Override
        public void refused() {
            output.missed(null, sinceMs(), SpeechLedger.END);
            off();
        }
    }
}
