package live.lyceum.signaling.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.Feedback.Review;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleCodecTest {
    @Test
    void aReviewIsRead() throws ProblemException {
        assertThat(PeopleCodec.review("{\"rating\":4,\"comment\":\"one\\r\\ntwo\"}"))
                .isEqualTo(new Review(4, "one\ntwo"));
        String longest = "\ud83d\ude00".repeat(2_000);
        assertThat(PeopleCodec.review("{\"rating\":1,\"comment\":\"%s\"}".formatted(longest)))
                .isEqualTo(new Review(1, longest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"comment\":null", ",\"comment\":\"\"", ",\"comment\":\" \\n\""})
    void withoutACommentThereIsNone(String comment) throws ProblemException {
        assertThat(PeopleCodec.review("{\"rating\":5%s}".formatted(comment)))
                .isEqualTo(new Review(5, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                 | rating",
                "`rating`:null                    | rating",
                "`rating`:0                       | rating",
                "`rating`:6                       | rating",
                "`rating`:-1                      | rating",
                "`rating`:4.5                     | rating",
                "`rating`:5.0                     | rating",
                "`rating`:`5`                     | rating",
                "`rating`:true                    | rating",
                "`rating`:[5]                     | rating",
                "`rating`:4294967297              | rating",
                "`rating`:5,`comment`:7           | comment",
                "`rating`:5,`comment`:[`x`]       | comment",
                "`rating`:5,`comment`:`a\\u0007b` | comment",
            })
    void everyWrongFieldIsNamed(String members, String field) {
        String body = "{" + (members == null ? "" : members.replace('`', '"')) + "}";

        assertInvalid(body, field);
    }

    @Test
    void aCommentThatIsTooLongIsRefused() {
        assertInvalid("{\"rating\":5,\"comment\":\"%s\"}".formatted("x".repeat(2_001)), "comment");
        assertInvalid(
                "{\"rating\":5,\"comment\":\"%s\"}".formatted("\ud83d\ude00".repeat(2_001)),
                "comment");
    }

    private static void assertInvalid(String body, String field) {
        var refused = catchThrowableOfType(ProblemException.class, () -> PeopleCodec.review(body));

        assertThat(refused.problem().code()).isEqualTo(Problem.Code.INVALID);
        assertThat(refused.problem().errors())
                .extracting(Problem.FieldError::field)
                .containsExactly(field);
    }

    @Test
    void aNameThatIsNotKnownIsLeftOut() {
        var feedback = new Feedback(new ParticipantId("mina"), null, new Review(3, null), 0);

        assertThat(new String(PeopleCodec.feedback(feedback), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"participant\":\"mina\",\"rating\":3,\"comment\":null,"
                                + "\"at\":\"1970-01-01T00:00:00Z\"}");
    }

    @Test
    void whatPeopleWroteIsNotInTheLogs() {
        var feedback = new Feedback(new ParticipantId("m"), "Mina", new Review(3, "secret"), 0);

        assertThat(feedback.toString()).doesNotContain("Mina", "secret");
    }
}
