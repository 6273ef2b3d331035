package live.lyceum.recorder.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.recorder.transcribe.FakeService.FakeConnection;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import org.junit.jupiter.api.Test;

/// From one connection to the next before the service ends it.
class ConnectionChangeTest {
    private final Desk desk = new Desk();

    @Test
    void changesOverInASilence() {
        FakeConnection one = desk.started();
        desk.answer(one, "first");
        for (int i = 0; i < 4; i++) {
            desk.run(130);
            desk.say(2, 1);
            desk.answer(one, "again " + i);
        }
        desk.run(20);
        assertThat(desk.nowUs).isGreaterThan(540 * Desk.S);
        assertThat(desk.service.opened).hasSize(2);
        FakeConnection two = desk.service.last();
        assertThat(one.closed()).isFalse();
        two.ready();
        desk.run(0);
        assertThat(one.closed()).isTrue();
        desk.say(3, 1);
        assertThat(two.sent()).startsWith("[3");
    }

    private FakeConnection leavingInSpeech() {
        FakeConnection one = desk.started();
        desk.answer(one, "first");
        desk.run(2);
        desk.say(2, 1);
        desk.begin();
        one.goAway(10_000);
        desk.speak(3, 0.5);
        desk.service.last().ready();
        desk.speak(3, 0.5);
        assertThat(desk.service.opened).hasSize(2);
        assertThat(desk.service.last().sent()).isEmpty();
        return one;
    }

    @Test
    void theOldOneIsClosedAfterItsLastAnswer() {
        FakeConnection one = leavingInSpeech();
        desk.answer(one, "second");
        desk.end();
        desk.run(1.5);
        assertThat(one.sent()).endsWith("]");
        FakeConnection two = desk.service.last();
        desk.say(4, 1);
        assertThat(two.sent()).startsWith("[4");
        assertThat(one.closed()).isFalse();
        desk.answer(one, "third");
        desk.answer(two, "fourth");
        desk.run(2);
        assertThat(one.closed()).isTrue();
        assertThat(desk.told)
                .containsExactlyInAnyOrder(
                        "1 0.0-1.0 first",
                        "2 3.0-4.0 second",
                        "3 4.0-5.0 third",
                        "4 6.5-7.5 fourth");
    }

    @Test
    void whatTheOldOneStillOwesIsSentAgainAfterFiveSeconds() {
        FakeConnection one = leavingInSpeech();
        desk.answer(one, "second");
        desk.end();
        desk.run(6.5);
        assertThat(one.closed()).isTrue();
        FakeConnection two = desk.service.last();
        assertThat(two.sent()).startsWith("[3").endsWith("]");
        one.result("too late");
        desk.answer(two, "third");
        desk.run(2);
        assertThat(desk.told)
                .containsExactly("1 0.0-1.0 first", "2 3.0-4.0 second", "3 4.0-5.0 third");
    }

    @Test
    void changesOverInSpeechWhenThereIsNoSilence() {
        FakeConnection one = leavingInSpeech();
        desk.answer(one, "second");
        desk.speak(3, 8);
        FakeConnection two = desk.service.last();
        assertThat(two.sent()).startsWith("[3 3 3").doesNotContain("]");
        desk.answer(one, "thi");
        desk.end();
        desk.run(1);
        desk.answer(two, "third");
        desk.run(2);
        assertThat(one.closed()).isTrue();
        assertThat(desk.told)
                .containsExactly("1 0.0-1.0 first", "2 3.0-4.0 second", "3 4.0-13.0 third");
    }

    @Test
    void theNextOneTakesOverWhenTheOldOneBreaks() {
        FakeConnection one = leavingInSpeech();
        one.end(End.EXPIRED);
        desk.run(1);
        assertThat(desk.service.opened).hasSize(2);
        assertThat(desk.service.last().sent()).startsWith("[2").contains("]");
    }
}
