package live.lyceum.recorder.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.recorder.transcribe.FakeService.FakeConnection;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.TranscriptionCounts.Of;
import org.junit.jupiter.api.Test;

class SpeakerTranscriptionTest {
    private final Desk desk = new Desk();

    @Test
    void opensWhenSomethingIsSaid() {
        desk.run(60);
        assertThat(desk.service.opened).isEmpty();
        assertThat(desk.machine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);

        FakeConnection one = desk.started();
        desk.answer(one, " hello ");
        assertThat(desk.told).as("at once").containsExactly("1 60.0-61.0 hello");
        desk.run(2);
        assertThat(desk.told).hasSize(1);
    }

    @Test
    void closesAfterMinutesOfSilence() {
        FakeConnection one = desk.started();
        desk.answer(one, "hello");
        desk.run(170);
        assertThat(one.closed()).isFalse();
        desk.run(15);
        assertThat(one.closed()).isTrue();
        assertThat(desk.machine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);

        desk.say(2, 1);
        assertThat(desk.service.opened).hasSize(2);
    }

    @Test
    void isIdleOnceNothingIsLeftAndNothingWasSaidForMinutes() {
        FakeConnection one = desk.started();
        assertThat(desk.machine.idle(desk.nowUs)).isFalse();
        desk.answer(one, "hello");
        desk.run(175);
        assertThat(desk.machine.idle(desk.nowUs)).as("connected").isFalse();
        desk.run(10);
        assertThat(desk.machine.idle(desk.nowUs)).isTrue();
        desk.begin();
        assertThat(desk.machine.idle(desk.nowUs)).isFalse();
    }

    @Test
    void eachConnectionGetsTheWordsOfItsTime() {
        desk.words = List.of("Ann");
        FakeConnection one = desk.started();
        desk.words = List.of("Ann", "Trees");
        one.end(End.EXPIRED);
        desk.untilOpened(2);
        assertThat(desk.service.hints)
                .extracting(SpeechRecognizer.Hints::words)
                .containsExactly(List.of("Ann"), List.of("Ann", "Trees"));
    }

    @Test
    void sendsNothingBeforeItIsReady() {
        desk.say(1, 1);
        assertThat(desk.service.last().sent()).isEmpty();
        desk.service.last().ready();
        desk.run(2);
        assertThat(desk.service.last().sent()).isEqualTo("[1 1 1 1 1 1 1 1 1 1 ]");
    }

    @Test
    void sendsWhatWaitedFasterThanItWasSaid() {
        desk.say(1, 9);
        FakeConnection one = desk.service.last();
        one.ready();
        desk.run(0);
        assertThat(one.sent().length()).isBetween(2 * 10, 2 * 12);
        desk.run(1);
        assertThat(one.sent().length()).isBetween(2 * 48, 2 * 54);
        desk.run(1.1);
        assertThat(one.sent()).endsWith("]");
    }

    @Test
    void answersBelongToUtterancesInOrder() {
        FakeConnection one = desk.started();
        desk.run(0.5);
        desk.say(2, 2);
        assertThat(one.sent()).endsWith("2 2 ]");
        desk.run(0.2);
        desk.answer(one, "first");
        desk.answer(one, "second");
        desk.run(3);
        assertThat(desk.told).containsExactly("1 0.0-1.0 first", "2 1.5-3.5 second");
    }

    @Test
    void theEndOfTheNextIsHeldBackUntilTheOneBeforeIsAnswered() {
        FakeConnection one = desk.started();
        desk.say(2, 0.5);
        assertThat(one.sent()).endsWith("2 ");
        desk.answer(one, "first");
        desk.run(0.4);
        assertThat(one.sent()).endsWith("2 ");
        desk.answer(one, "of all");
        desk.run(1.1);
        assertThat(one.sent()).endsWith("]");
        assertThat(desk.told).containsExactly("1 0.0-1.0 first", "1' 0.0-1.0 first of all");
    }

    @Test
    void anAnswerThatComesTwiceCountsOnce() {
        FakeConnection one = desk.started();
        desk.answer(one, "first");
        desk.answer(one, "first");
        desk.run(2);
        desk.say(2, 1);
        desk.answer(one, "first");
        desk.run(0.5);
        desk.answer(one, "second");
        desk.run(3);
        desk.answer(one, "second");
        desk.run(30);
        assertThat(desk.told).containsExactly("1 0.0-1.0 first", "2 3.0-4.0 second");
        assertThat(desk.machine.counts().get(Of.DOUBLES)).isEqualTo(2);
        assertThat(desk.machine.counts().get(Of.LATE)).isEqualTo(1);
    }

    @Test
    void whatWasSaidTwiceIsNoDouble() {
        FakeConnection one = desk.started();
        desk.answer(one, "yes");
        desk.run(2);
        desk.say(2, 1);
        desk.answer(one, "yes");
        desk.run(2);
        assertThat(desk.told).containsExactly("1 0.0-1.0 yes", "2 3.0-4.0 yes");
    }

    @Test
    void aDoubleIsKnownByTheInterimsThatBeginOtherwise() {
        FakeConnection one = desk.started();
        desk.answer(one, "first");
        desk.run(2);
        desk.say(2, 1);
        one.interim("second");
        desk.run(0);
        desk.answer(one, "first");
        desk.run(6);
        desk.answer(one, "Second.");
        desk.run(2);
        assertThat(desk.told).containsExactly("1 0.0-1.0 first", "2 3.0-4.0 Second.");
    }

    @Test
    void anUtteranceWithoutWordsIsDoneSilently() {
        FakeConnection one = desk.started();
        desk.answer(one, "");
        desk.run(2);
        desk.say(2, 1);
        desk.answer(one, "second");
        desk.run(2);
        assertThat(desk.told).containsExactly("2 3.0-4.0 second");
        assertThat(desk.machine.counts().get(Of.WORDLESS)).isEqualTo(1);
    }

    @Test
    void tellsWhatIsRecognisedSoFar() {
        desk.interims = true;
        FakeConnection one = desk.begun();
        desk.speak(1, 1);
        one.interim(" to");
        one.interim(" to bee");
        desk.run(0);
        desk.end();
        desk.answer(one, " to be,");
        desk.run(2);
        assertThat(desk.told).containsExactly("~1 to bee", "1 0.0-1.0 to be,");
        one.interim("or");
        desk.run(0);
        assertThat(desk.told).as("no interim of what was told").hasSize(2);
    }

    @Test
    void sendsAgainInOrderWhatHasNoResultWhenItBreaks() {
        FakeConnection one = desk.started();
        desk.answer(one, "first");
        desk.run(2);
        desk.say(2, 1);
        desk.begin();
        desk.speak(3, 0.5);
        one.interim("sec");
        one.end(End.BROKEN);
        desk.run(0.1);
        assertThat(desk.service.opened).hasSize(1);
        desk.run(0.4);
        assertThat(desk.service.opened).hasSize(2);

        FakeConnection two = desk.service.last();
        two.ready();
        desk.speak(3, 0.5);
        desk.end();
        one.result("second, too late");
        desk.run(0.5);
        assertThat(two.sent()).startsWith("[2 2 2 2 2 2 2 2 2 2 ][3 3 3 3 3 3 3 3 3 3 ");
        desk.answer(two, "second");
        desk.run(1.1);
        assertThat(two.sent()).endsWith("]");
        desk.answer(two, "third");
        desk.run(2);
        assertThat(desk.told)
                .containsExactly("1 0.0-1.0 first", "2 3.0-4.0 second", "3 4.0-5.5 third");
    }

    @Test
    void isSentAgainIfMoreMayHaveBeenToCome() {
        FakeConnection one = desk.started();
        desk.answer(one, "to be");
        one.end(End.EXPIRED);
        desk.untilOpened(2);
        desk.service.last().ready();
        desk.run(1);
        desk.answer(desk.service.last(), "to be or not");
        desk.run(2);
        assertThat(desk.told).containsExactly("1 0.0-1.0 to be", "1' 0.0-1.0 to be or not");
    }

    @Test
    void waitsLongerAfterEachFailure() {
        desk.say(1, 1);
        var waits = new ArrayList<Double>();
        for (int i = 0; i < 9; i++) {
            desk.service.last().end(End.BROKEN);
            desk.run(0);
            long from = desk.nowUs;
            desk.untilOpened(i + 2);
            waits.add((double) (desk.nowUs - from) / Desk.S);
        }
        for (int i = 0; i < waits.size(); i++) {
            double most = Math.min(30, 0.5 * Math.pow(2, i));
            assertThat(waits.get(i)).isBetween(most / 2 - 0.05, most + 0.1);
        }
    }

    @Test
    void leavesABusyServiceAloneForFiveSeconds() {
        desk.say(1, 1);
        desk.service.last().end(End.BUSY);
        desk.run(4.9);
        assertThat(desk.service.opened).hasSize(1);
        desk.run(1);
        assertThat(desk.service.opened).hasSize(2);
    }

    @Test
    void aServiceThatRefusesIsNotAskedAgain() {
        desk.say(1, 1);
        desk.begin();
        desk.speak(2, 1);
        desk.service.last().end(End.REFUSED);
        desk.run(60);
        desk.end();
        desk.say(3, 1);
        desk.run(60);
        assertThat(desk.told)
                .containsExactly(
                        "interrupted",
                        "refused",
                        "missed 0.0-1.0",
                        "missed 1.0-62.0",
                        "missed 62.0-63.0");
        assertThat(desk.service.opened).hasSize(1);
        assertThat(desk.machine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);
        desk.machine.finish(desk.nowUs);
        assertThat(desk.machine.done()).isTrue();
    }

    @Test
    void oneThatIsNeverReadyIsBroken() {
        desk.say(1, 1);
        desk.run(8.9);
        assertThat(desk.service.last().closed()).isFalse();
        desk.run(1);
        assertThat(desk.service.opened).hasSize(2);
        assertThat(desk.service.opened.getFirst().closed()).isTrue();
    }

    @Test
    void oneThatDoesNotAnswerIsBroken() {
        FakeConnection one = desk.started();
        desk.run(7.9);
        assertThat(one.closed()).isFalse();
        desk.run(0.7);
        assertThat(one.closed()).isTrue();
        desk.service.last().ready();
        desk.run(1);
        one.result("too late");
        desk.answer(desk.service.last(), "hello");
        desk.run(2);
        assertThat(desk.told).containsExactly("1 0.0-1.0 hello");
        assertThat(desk.machine.counts().get(Of.STALLED)).isEqualTo(1);
    }

    @Test
    void whatIsMetWithSilenceThreeTimesIsGivenUp() {
        desk.started();
        desk.untilOpened(2);
        desk.service.last().ready();
        desk.untilOpened(3);
        desk.service.last().ready();
        desk.run(10);
        assertThat(desk.told).containsExactly("missed 0.0-1.0");
        assertThat(desk.service.opened).hasSize(3);
        assertThat(desk.machine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void tellsWhenItIsInterrupted() {
        FakeConnection one = desk.started();
        one.end(End.BROKEN);
        desk.run(1.9);
        assertThat(desk.told).isEmpty();
        desk.run(0.2);
        assertThat(desk.told).containsExactly("interrupted");
        desk.service.last().ready();
        desk.run(0);
        assertThat(desk.told).containsExactly("interrupted", "on");
    }

    @Test
    void keepsTheLastMinuteOfSpeech() {
        for (int i = 1; i <= 8; i++) {
            desk.say(i, 10);
        }
        assertThat(desk.told).containsExactly("interrupted", "missed 0.0-10.0", "missed 10.0-20.0");
        desk.untilOpened(desk.service.opened.size() + 1);
        desk.service.last().ready();
        desk.run(0);
        assertThat(desk.service.last().sent()).startsWith("[3 3");
    }

    @Test
    void cutsAnUtteranceWithoutEnd() {
        desk.begin();
        desk.run(0);
        desk.service.last().ready();
        desk.speak(900, 25);
        desk.speak(100, 0.2);
        desk.speak(900, 7);
        String sent = desk.service.opened.getFirst().sent();
        assertThat(sent.replaceAll("[0-9 ]", "")).isEqualTo("[][");
        assertThat(sent).contains("][100 100 900");
    }

    @Test
    void cutsAnUtteranceWithoutSilence() {
        desk.begin();
        desk.run(0);
        desk.service.last().ready();
        desk.speak(900, 31);
        assertThat(desk.service.last().sent()).contains("][900 ");
    }

    @Test
    void waitsForWhatWasSaidLast() {
        FakeConnection one = desk.started();
        desk.machine.finish(desk.nowUs);
        desk.run(3);
        assertThat(desk.machine.done()).isFalse();
        desk.answer(one, "first");
        desk.run(2);
        assertThat(desk.machine.done()).isTrue();
        assertThat(one.closed()).isTrue();
        desk.say(2, 1);
        assertThat(desk.told).containsExactly("1 0.0-1.0 first");
    }

    @Test
    void waitsForIt60SecondsAtMost() {
        FakeConnection one = desk.started();
        one.end(End.BROKEN);
        desk.machine.finish(desk.nowUs);
        desk.run(60);
        assertThat(desk.machine.done()).isTrue();
        assertThat(desk.told).contains("missed 0.0-1.0");
        assertThat(desk.machine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void moreThanAnybodySaysIsLeftOut() {
        FakeConnection one = desk.started();
        for (int i = 0; i < 6; i++) {
            one.result(i + " " + "x".repeat(3_999));
        }
        desk.run(3);
        assertThat(desk.told).singleElement().asString().hasSizeBetween(12_000, 16_020);
    }

    @Test
    void aServiceThatFloodsIsBroken() {
        FakeConnection one = desk.started();
        for (int i = 0; i < 1_000; i++) {
            one.result("word" + i);
        }
        desk.run(0);
        assertThat(one.closed()).isTrue();
    }
}
