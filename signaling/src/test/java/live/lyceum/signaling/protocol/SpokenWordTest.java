package live.lyceum.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.lyceum.recorder.api.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpokenWordTest {
    private static final Path SHARED = Path.of("..", "docs", "protocol", "words.json");

    private static final String[][] FOLDED = {
        {"We chose consistent hashing.", "chose consistent hashing we"},
        {"Don't, can't; l'été!", "can don ete l t"},
        {"ÉTÉ été e\u0301te\u0301", "ete"},
        {"Straße STRASSE", "strasse"},
        {"İstanbul ISTANBUL", "istanbul"},
        {"Ελλάδα ΕΛΛΆΣ Ελλάς", "ελλαδα ελλασ"},
        {"ёлка Елка", "елка"},
        {"日本語 abc", "abc 日 本 語"},
        {"カタカナ", "カ タ ナ"},
        {"한국어 한국어", "한국어"},
        {"हिन्दी", "हिन्दी"},
        {"3.14 ½ x² ﬁn", "14 3 fin x"},
        {"\uD835\uDC9C\uD83D\uDE00b", "a b"},
        {"-- \"*\" NEAR( ): & | near", "near"},
    };

    static Stream<Arguments> folded() {
        return Arrays.stream(FOLDED).map(each -> Arguments.of(each[0], each[1]));
    }

    @ParameterizedTest
    @MethodSource("folded")
    void wordsAreFoldedAlike(String text, String folded) {
        assertThat(SpokenWord.index(text))
                .isEqualTo(Normalizer.normalize(folded, Normalizer.Form.NFKD));
    }

    /// The page counts words before it asks for them (`mySearch.ts`), and is tested against the
    /// same file.
    @Test
    void thePageTellsThemApartAlike() throws IOException {
        JsonNode shared = new ObjectMapper().readTree(SHARED.toFile());
        var alone = new TreeSet<String>();
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Scripts::isWithoutBlanks)
                .forEach(each -> alone.add(Character.UnicodeScript.of(each).name()));
        assertThat(alone)
                .containsExactlyInAnyOrderElementsOf(
                        shared.get("withoutBlanks")
                                .valueStream()
                                .map(each -> each.asText().toUpperCase(Locale.ROOT))
                                .toList());
        for (JsonNode each : shared.get("words")) {
            String text = each.get("text").asText();
            assertThat(
                            SpokenWord.all(text).stream()
                                    .map(word -> text.substring(word.start(), word.end())))
                    .as(text)
                    .containsExactlyElementsOf(
                            each.get("words").valueStream().map(JsonNode::asText).toList());
        }
    }

    @Test
    void itIsKnownWhereTheyStand() {
        String text = "Où? L’eau, \uD835\uDC9Cb";

        assertThat(
                        SpokenWord.all(text).stream()
                                .map(each -> text.substring(each.start(), each.end())))
                .containsExactly("Où", "L", "eau", "\uD835\uDC9Cb");
    }

    @Test
    void whatIsLongIsFoundByItsBeginning() {
        String index = SpokenWord.index("x".repeat(4_000) + " " + "\uD835\uDC9C".repeat(70));

        assertThat(index)
                .isEqualTo(
                        "a".repeat(SpokenWord.MAX_FOLDED)
                                + " "
                                + "x".repeat(SpokenWord.MAX_FOLDED));
    }

    @Test
    void nothingThatIsNoWordGetsIntoTheIndex() {
        String all =
                IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(each -> Character.getType(each) != Character.SURROGATE)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining(" "));

        assertThat(SpokenWord.index(all)).matches("[\\p{L}\\p{M}\\p{Nd} ]+");
    }
}
