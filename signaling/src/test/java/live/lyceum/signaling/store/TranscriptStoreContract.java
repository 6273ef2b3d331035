package live.lyceum.signaling.store;

import static live.lyceum.signaling.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.junit.jupiter.api.Test;

/// What every store has to do for transcripts.
interface TranscriptStoreContract {
    RoomId SPOKEN = new RoomId("ses_1");

    Store store();

    private TranscriptStore transcripts() {
        return store().transcripts();
    }

    private void said(long seq, String text) {
        var line =
                new SpokenLine("l_1", new ParticipantId("ann"), "Ann", text, 1, 2, "en", (int) seq);
        var row = new RoomEvent.Logged(seq, seq * 10, null, new RoomFact.Transcribed(line));
        done(store().append(SPOKEN, List.of(row)));
    }

    private void over(boolean saves) {
        SessionRecord before = done(store().get(SPOKEN)).orElseThrow();
        done(store().update(StoreContract.later(before, saves, SessionState.ENDED)));
    }

    private SpokenLine line(long seq) {
        RoomFact fact = done(store().read(SPOKEN, seq - 1, 1)).getFirst().fact();
        return ((RoomFact.Transcribed) fact).line();
    }

    @Test
    default void whatIsOverAndHasLinesIsToldOnce() {
        done(store().create(StoreContract.session(SPOKEN), StoreContract.opened(SPOKEN)));
        done(
                store().webhooks()
                        .add(
                                new Webhook(
                                        new WebhookId("whk_t"),
                                        TenantId.MAIN,
                                        URI.create("https://a.example/"),
                                        List.of(Notice.Type.values()),
                                        "sealed",
                                        Webhook.State.ACTIVE,
                                        1),
                                20));
        assertThat(done(transcripts().untold())).isEmpty();
        said(2, "one");
        said(3, "two");
        assertThat(done(transcripts().untold())).as("it goes on").isEmpty();
        over(true);
        assertThat(done(transcripts().untold())).containsExactly(SPOKEN);

        var notice =
                new Notice(
                        Notice.Type.TRANSCRIPT_READY,
                        SPOKEN,
                        null,
                        9,
                        new Notice.Content.TranscriptLines(1, 1, List.of("en")));
        done(transcripts().done(SPOKEN, notice));
        done(transcripts().done(SPOKEN, notice));

        assertThat(done(transcripts().untold())).isEmpty();
        assertThat(
                        done(store().webhooks()
                                        .deliveries(TenantId.MAIN, new WebhookId("whk_t"), null, 9))
                                .orElseThrow())
                .singleElement()
                .extracting(each -> each.type())
                .isEqualTo(Notice.Type.TRANSCRIPT_READY);
        assertThat(line(3).text()).isEqualTo("two");
    }

    @Test
    default void linesAreErasedWithTheEndOfASessionThatDoesNotSaveThem() {
        done(store().create(StoreContract.session(SPOKEN), StoreContract.opened(SPOKEN)));
        said(2, "one");
        assertThat(Objects.requireNonNull(line(2).text())).isEqualTo("one");

        over(false);

        assertThat(line(2).text()).isNull();
        assertThat(line(2).name()).isEmpty();
        done(transcripts().done(SPOKEN, null));
        assertThat(done(transcripts().untold())).isEmpty();
    }
}
