package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.io.SpeechLedger.Missed;
import org.junit.jupiter.api.Test;

class SpeechLedgerTest {
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final ParticipantId ANN = new ParticipantId("ann");
    private static final ParticipantId BEN = new ParticipantId("ben");

    private final SpeechLedger ledger = new SpeechLedger();

    @Test
    void whatIsCloseAndOfTheSameIsOne() {
        ledger.begin(ROOM);
        ledger.missed(ROOM, ANN, 10_000, 11_000);
        ledger.missed(ROOM, ANN, 20_000, 21_000);
        ledger.missed(ROOM, BEN, 11_000, 12_000);
        ledger.missed(ROOM, null, 11_500, 12_500);
        ledger.missed(ROOM, ANN, 12_000, 18_500);
        ledger.heard(ROOM, 3);
        ledger.begin(ROOM);
        ledger.heard(ROOM, 4);

        SpeechLedger.Account account = ledger.take(ROOM);
        assertThat(account.heardMs()).isEqualTo(7);
        assertThat(account.missed())
                .containsExactlyInAnyOrder(
                        new Missed(ANN, 10_000, 21_000),
                        new Missed(BEN, 11_000, 12_000),
                        new Missed(null, 11_500, 12_500));
        assertThat(ledger.take(ROOM).missed()).isEmpty();
    }

    @Test
    void whatLastsUntilTheEndTakesInWhatFollows() {
        ledger.begin(ROOM);
        ledger.missed(ROOM, null, 90_000, SpeechLedger.END);
        ledger.missed(ROOM, null, 10_000, 11_000);
        ledger.missed(ROOM, null, 100_000, 110_000);
        ledger.missed(ROOM, null, 50_000, SpeechLedger.END);

        assertThat(ledger.take(ROOM).missed())
                .containsExactlyInAnyOrder(
                        new Missed(null, 10_000, 11_000),
                        new Missed(null, 50_000, SpeechLedger.END));
    }

    @Test
    void whenThereIsTooMuchAllIsOne() {
        ledger.begin(ROOM);
        for (int i = 0; i <= SpeechLedger.MAX_MISSED; i++) {
            ledger.missed(ROOM, ANN, i * 10_000L, i * 10_000L + 1);
        }
        assertThat(ledger.take(ROOM).missed())
                .containsExactly(new Missed(null, 0, SpeechLedger.MAX_MISSED * 10_000L + 1));
    }

    @Test
    void whatComesAfterItWasTakenIsNotedUntilTheEnd() {
        ledger.begin(ROOM);
        ledger.missed(ROOM, ANN, 1, 2);
        var _ = ledger.take(ROOM);
        ledger.missed(ROOM, BEN, 3, 4);
        assertThat(ledger.take(ROOM).missed()).containsExactly(new Missed(BEN, 3, 4));
        ledger.end(ROOM);
        ledger.missed(ROOM, BEN, 5, 6);
        assertThat(ledger.take(ROOM).missed()).isEmpty();
    }

    @Test
    void ofARoomThatWasNotBegunNothingIsNoted() {
        ledger.missed(ROOM, ANN, 1, 2);
        ledger.heard(ROOM, 5);
        assertThat(ledger.take(ROOM)).isEqualTo(SpeechLedger.Account.NOTHING);
    }
}
