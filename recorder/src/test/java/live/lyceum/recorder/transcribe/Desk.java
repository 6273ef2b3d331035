package live.lyceum.recorder.transcribe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One speaker before a [FakeService], in virtual time that begins at 0, which is also the time on
/// the clock; what comes of it is a list of short lines, those of better versions with a prime for
/// each before them.
final class Desk implements SpeakerTranscription.Output {
    static final long S = 1_000_000;

    /// More calls than any test needs in one instant: it asks for deadlines and does nothing.
    private static final int SPIN = 1_000;

    final FakeService service = new FakeService();
    List<String> words = List.of();
    final List<String> told = new ArrayList<>();
    final SpeakerTranscription machine =
            new SpeakerTranscription(
                    service,
                    () -> new SpeechRecognizer.Hints(List.of("en"), words),
                    new Random(5),
                    this);

    long nowUs;
    boolean interims;

    /// Lets time pass, with all deadlines in it.
    void run(double seconds) {
        long untilUs = nowUs + (long) (seconds * S);
        int calls = 0;
        while (machine.nextDeadlineUs() <= untilUs) {
            long at = Math.max(nowUs, machine.nextDeadlineUs());
            calls = at == nowUs ? calls + 1 : 0;
            if (calls > SPIN) {
                throw new AssertionError("a deadline at %d is never done with".formatted(at));
            }
            nowUs = at;
            machine.onDeadline(nowUs);
        }
        nowUs = untilUs;
    }

    /// Lets time pass until so many connections were opened.
    void untilOpened(int count) {
        long untilUs = nowUs + 60 * S;
        while (service.opened.size() < count && nowUs < untilUs) {
            run(0.05);
        }
    }

    void begin() {
        machine.heard(new Heard.Began(nowUs), nowUs);
    }

    /// Speech in tenths of a second, each of the same samples; time goes on with it.
    void speak(int number, double seconds) {
        for (int i = 0; i < Math.round(seconds * 10); i++) {
            var samples = new short[SpeechRecognizer.SAMPLE_RATE_HZ / 10];
            Arrays.fill(samples, (short) number);
            machine.heard(new Heard.Audio(nowUs, samples), nowUs + S / 10);
            run(0.1);
        }
    }

    void end() {
        machine.heard(new Heard.Ended(nowUs), nowUs);
        run(0);
    }

    /// A whole utterance.
    void say(int number, double seconds) {
        begin();
        speak(number, seconds);
        end();
    }

    /// Begins the first utterance, on a connection that is ready.
    FakeService.FakeConnection begun() {
        begin();
        run(0);
        service.last().ready();
        return service.last();
    }

    /// Says the first utterance on a connection that is ready.
    FakeService.FakeConnection started() {
        FakeService.FakeConnection one = begun();
        run(0);
        speak(1, 1);
        end();
        return one;
    }

    void answer(FakeService.FakeConnection by, String text) {
        by.result(text);
        run(0);
    }

    @Override
    public void interim(long utterance, long startUs, long endUs, String text) {
        if (interims) {
            told.add("~%d %s".formatted(utterance, text));
        }
    }

    @Override
    public void result(
            long utterance,
            int revision,
            long startUs,
            long endUs,
            String text,
            @Nullable String language) {
        told.add(
                "%d%s %.1f-%.1f %s"
                        .formatted(utterance, "'".repeat(revision), s(startUs), s(endUs), text));
    }

    @Override
    public void missed(long fromUs, long toUs) {
        told.add("missed %.1f-%.1f".formatted(s(fromUs), s(toUs)));
    }

    @Override
    public void state(boolean interrupted) {
        told.add(interrupted ? "interrupted" : "on");
    }

    @Override
    public void refused() {
        told.add("refused");
    }

    private static double s(long us) {
        return (double) us / S;
    }
}
