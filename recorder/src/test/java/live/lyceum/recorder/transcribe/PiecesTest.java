package live.lyceum.recorder.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.recorder.transcribe.FakeService.FakeConnection;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import org.junit.jupiter.api.Test;

/// What is recognised of one utterance in pieces.
class PiecesTest {
    private final Desk desk = new Desk();

    @Test
    void joinsWhatComesInPieces() {
        FakeConnection one = desk.begun();
        desk.speak(1, 2);
        desk.answer(one, "to be");
        desk.speak(1, 1);
        desk.end();
        desk.answer(one, " or not");
        desk.run(0.8);
        desk.answer(one, " that is");
        desk.run(3);
        assertThat(desk.told)
                .containsExactly("1 0.0-3.0 to be or not", "1' 0.0-3.0 to be or not that is");
    }

    @Test
    void whatSeemsToBeHalfOfItIsToldWithTheRest() {
        desk.interims = true;
        FakeConnection one = desk.started();
        one.interim("one two three four");
        desk.run(0);
        desk.answer(one, "One two");
        desk.run(0.3);
        desk.answer(one, "three, Four.");
        assertThat(desk.told)
                .containsExactly(
                        "~1 one two three four", "~1 One two", "1 0.0-1.0 One two three, Four.");

        desk.run(3);
        desk.say(2, 1);
        one.interim("hardly a half of this comes");
        desk.run(0);
        desk.answer(one, "half of this");
        desk.run(2.1);
        assertThat(desk.told).last().isEqualTo("2 4.3-5.3 half of this");
    }

    @Test
    void manyPiecesAreFewVersions() {
        FakeConnection one = desk.started();
        for (int i = 1; i <= 9; i++) {
            desk.answer(one, "word" + i);
            desk.run(0.2);
        }
        desk.run(2);
        assertThat(desk.told)
                .containsExactly(
                        "1 0.0-1.0 word1",
                        "1' 0.0-1.0 word1 word2",
                        "1'' 0.0-1.0 word1 word2 word3",
                        "1''' 0.0-1.0 word1 word2 word3 word4 word5 word6 word7 word8 word9");
    }

    @Test
    void whatWasToldStaysWhenItCannotBeKnownThatItIsAll() {
        FakeConnection one = desk.started();
        desk.answer(one, "hello");
        one.end(End.BROKEN);
        desk.machine.finish(desk.nowUs);
        desk.run(61);
        assertThat(desk.machine.done()).isTrue();
        assertThat(desk.told)
                .containsExactly("1 0.0-1.0 hello", "interrupted", "missed 0.0-1.0", "on");
    }

    @Test
    void aPieceBeforeTheEndIsAllIfNothingMoreIsRecognised() {
        FakeConnection one = desk.begun();
        desk.speak(1, 1);
        desk.answer(one, "yes");
        desk.end();
        desk.run(2);
        assertThat(desk.told).containsExactly("1 0.0-1.0 yes");
    }

    @Test
    void aPieceBeforeTheEndIsNotAllIfMoreWasRecognised() {
        FakeConnection one = desk.begun();
        desk.speak(1, 1);
        desk.answer(one, "yes");
        one.interim("I kn");
        desk.run(0);
        desk.end();
        desk.run(5);
        assertThat(desk.told).isEmpty();
        desk.answer(one, "I know");
        desk.run(1);
        assertThat(desk.told).containsExactly("1 0.0-1.0 yes I know");
    }
}
