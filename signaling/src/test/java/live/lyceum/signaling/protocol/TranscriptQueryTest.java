package live.lyceum.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptQueryTest {
    private static String shown(String text, String query) throws ProblemException {
        return Snippet.of(text, TranscriptQuery.parse(query)).parts().stream()
                .map(each -> each.match() ? "[" + each.text() + "]" : each.text())
                .collect(Collectors.joining("|"));
    }

    @Test
    void theWordsAreThoseOfTheText() throws ProblemException {
        assertThat(TranscriptQuery.parse("  Été, \"été\" OR (x:y*) ").words())
                .containsExactly("ete", "ete", "or", "x", "y");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "\"*\"", "a b c d e f g h i j k l m n o p q", "😀"})
    void whatHasNoWordsOrTooManyIsRefused(String written) {
        assertThatThrownBy(() -> TranscriptQuery.parse(written))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("q ");
    }

    @Test
    void whatIsTooLongIsRefused() throws ProblemException {
        assertThat(TranscriptQuery.parse("𝒜".repeat(200)).words()).hasSize(1);
        assertThatThrownBy(() -> TranscriptQuery.parse("𝒜".repeat(201)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void whatWasLookedForIsMarkedAsItIsWritten() throws ProblemException {
        assertThat(shown("We chose consistent hashing", "HASH"))
                .isEqualTo("We chose consistent |[hashing]");
        assertThat(shown("L’été, l’Été!", "ete")).isEqualTo("L’|[été]|, l’|[Été]|!");
        assertThat(shown("hash has hashing", "has hash")).isEqualTo("[hash]| |[has]| |[hashing]");
        assertThat(shown("has hashing", "hash has")).isEqualTo("[has]| |[hashing]");
        assertThat(shown("nothing of it", "x")).isEqualTo("nothing of it");
    }

    @Test
    void ofALongLineThePlaceIsShown() throws ProblemException {
        String long500 = "one two three four five six seven ".repeat(15).strip();

        String shown = shown(long500 + " needle " + long500, "needle");

        assertThat(shown).startsWith("…|").endsWith("|…").contains(" |[needle]| one");
        assertThat(shown.length()).isBetween(180, Snippet.MAX_LENGTH + 10);
        assertThat(shown(long500 + " needle", "needle")).endsWith("|[needle]");
        assertThat(shown("needle " + long500, "needle")).startsWith("[needle]| one").endsWith("|…");
    }

    @Test
    void aWordWithoutAnEndIsCut() throws ProblemException {
        String endless = "\uD835\uDC9C".repeat(2_000);

        String shown = shown("x" + endless, "xa");

        assertThat(shown).hasSizeBetween(190, 210).endsWith("|…");
        assertThat(Character.isHighSurrogate(shown.charAt(shown.length() - 3))).isFalse();
    }
}
