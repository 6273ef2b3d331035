package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowCodecTest {
    private static final String NAME = "Mina";

    private final RowCodec codec = new RowCodec(new Random(1));

    static List<RoomFact> facts() {
        return Stream.concat(
                        SampleRows.facts().stream(),
                        Stream.of(
                                new RoomFact.Opened(
                                        SampleRows.fullPlan(new RoomId("ses_2")), "e2")))
                .toList();
    }

    @Test
    void everyKindOfFactIsAmongTheSamples() {
        assertThat(facts())
                .extracting(fact -> (Object) fact.getClass())
                .contains((Object[]) RoomFact.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("facts")
    void aRowComesBackAsItWas(RoomFact fact) {
        for (var each : new RoomEvent.Origin[] {SampleRows.origin(fact), null}) {
            var row = new RoomEvent.Logged(7, 1_700_000_000_000L, each, fact);

            var encoded = codec.encode(row);

            assertThat(codec.decode(encoded.json(), encoded.text())).isEqualTo(row);
        }
    }

    @Test
    void whatSomebodyWroteIsBesideTheRowAndNotInIt() {
        var row = new RoomEvent.Logged(2, 1, null, SampleRows.facts().get(1));
        var encoded = codec.encode(row);
        var again = codec.encode(row);

        assertThat(encoded.json()).doesNotContain("Mina");
        assertThat(encoded.text()).isNotNull();
        assertThat(encoded.text().text()).startsWith(NAME);
        assertThat(encoded.toString()).doesNotContain(NAME);
        assertThat(again.json()).as("another salt").isNotEqualTo(encoded.json());
    }

    @Test
    void anErasedTextReadsAsErased() {
        var encoded = codec.encode(new RoomEvent.Logged(2, 1, null, SampleRows.facts().get(1)));

        RoomEvent.Logged row = codec.decode(encoded.json(), null);

        assertThat(row.fact())
                .isInstanceOfSatisfying(
                        RoomFact.Joined.class,
                        joined ->
                                assertThat(joined.participant().name())
                                        .isEqualTo(ErasableText.ERASED));
    }

    @Test
    void anotherTextThanTheOneWrittenIsRefused() {
        var encoded = codec.encode(new RoomEvent.Logged(2, 1, null, SampleRows.facts().get(1)));

        assertThatThrownBy(() -> codec.decode(encoded.json(), new ErasableText("00", "Eve")))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageNotContaining("Eve");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nothing | not JSON
                    [] | a row is no object
                    {"v":2,"seq":1,"wallMs":1,"origin":null,"fact":{"kind":"left","who":"a"}} | version 2
                    {"v":1,"seq":1,"wallMs":1,"fact":{"kind":"left","who":"a"}} | no "origin"
                    {"v":1,"seq":"1","wallMs":1,"origin":null,"fact":{"kind":"left","who":"a"}} | "seq" is not a whole number
                    {"v":1,"seq":1.5,"wallMs":1,"origin":null,"fact":{"kind":"left","who":"a"}} | "seq" is not a whole number
                    {"v":1,"seq":1,"wallMs":1,"origin":null,"fact":{"kind":"flew","who":"a"}} | no fact is called flew
                    {"v":1,"seq":1,"wallMs":1,"origin":null,"fact":{"kind":"left","who":"a/b"}} | an id is
                    {"v":1,"seq":1,"wallMs":1,"origin":null,"fact":{"kind":"left","who":"a","why":1}} | nothing is known of "why"
                    {"v":1,"seq":1,"wallMs":1,"origin":null,"fact":{"kind":"left","who":"a"},"x":1} | nothing is known of "x"
                    {"v":1,"seq":1,"seq":1,"wallMs":1,"origin":null,"fact":{"kind":"left","who":"a"}} | not JSON
                    {"v":1,"seq":1,"wallMs":1,"origin":null,"fact":{"kind":"left","who":"a"}}{} | not JSON
                    {"v":1,"seq":1,"wallMs":1,"origin":null,"fact":{"kind":"transported","who":"a","status":"gone","sinceMs":1}} | "gone" is no constant
                    """)
    void whatWasNotWrittenByThisCodecIsRefused(String json, String message) {
        assertThatThrownBy(() -> codec.decode(json, null))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyShorterPieceOfARowIsRefused() {
        String json =
                codec.encode(new RoomEvent.Logged(2, 1, null, SampleRows.facts().get(1))).json();
        for (int i = 0; i < json.length(); i++) {
            String piece = json.substring(0, i);
            assertThatThrownBy(() -> codec.decode(piece, null))
                    .isInstanceOf(UnreadableRowException.class);
        }
    }
}
