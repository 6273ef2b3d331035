package live.lyceum.signaling.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import live.lyceum.media.api.Ids;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionDraft.Invitation;
import live.lyceum.signaling.protocol.WebhookDraft;

/// The JSON of the WebSocket and of the REST API.
class JsonFuzzTest {
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    @FuzzTest(maxDuration = "60s")
    void frame(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Decoded decoded = RequestDecoder.decode(text);
        switch (decoded) {
            case Decoded.Unreadable ignored -> {}
            case Decoded.Refused refused -> {
                assertThat(refused.id()).isBetween(1L, MAX_SAFE_INTEGER);
                // What a client wrote is never told back to it.
                assertThat(refused.refusal().message())
                        .matches("[a-zA-Z0-9.]+ [A-Za-z0-9 .\\[\\]_-]+")
                        .hasSizeLessThan(120);
            }
            case Decoded.Good good -> checkRequest(good.frame(), text.length());
        }
        assertThat(RequestDecoder.decode(text)).isEqualTo(decoded);
    }

    private static void checkRequest(ClientRequest.Frame frame, int length) {
        assertThat(frame.id()).isBetween(1L, MAX_SAFE_INTEGER);
        switch (frame.request()) {
            case ClientRequest.Hello hello -> {
                assertThat(hello.versions()).hasSizeLessThanOrEqualTo(16);
                assertThat(hello.token().length()).isLessThanOrEqualTo(length);
            }
            case ClientRequest.Offer offer -> {
                assertThat(offer.generation()).isPositive();
                assertThat(offer.sdp().length()).isLessThanOrEqualTo(length);
            }
            case ClientRequest.Ice ice -> {
                assertThat(ice.candidates()).hasSizeLessThanOrEqualTo(64);
                assertThat(ice.candidates()).allMatch(each -> each.length() <= 512);
            }
            case ClientRequest.Ping ping -> assertThat(ping.ack()).isBetween(0L, MAX_SAFE_INTEGER);
            case ClientRequest.SendChat send -> {
                assertThat(send.text()).isNotBlank();
                assertThat(send.text().codePointCount(0, send.text().length()))
                        .isLessThanOrEqualTo(2_000);
            }
            case ClientRequest.Operation operation ->
                    assertThat(operation.op().value()).hasSize(26);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void draft(byte[] bytes) {
        SessionDraft draft;
        try {
            draft = SessionCodec.draft(new String(bytes, StandardCharsets.UTF_8), false);
        } catch (ProblemException refused) {
            checkProblem(refused.problem(), 1 + bytes.length);
            return;
        }
        assertThat(draft.title().codePointCount(0, draft.title().length())).isBetween(1, 200);
        assertThat(draft.plannedMs()).isBetween(60_000L, 43_200_000L);
        assertThat(draft.completeRatio()).isBetween(0.0, 1.0);
        assertThat(draft.topics()).hasSizeLessThanOrEqualTo(100);
        assertThat(draft.participants()).hasSizeLessThanOrEqualTo(58);
        draft.participants().forEach(JsonFuzzTest::checkInvitation);
        assertThat(draft.saving().transcribe()).isFalse();
        assertThat(draft.embedOrigins())
                .hasSizeLessThanOrEqualTo(20)
                .allMatch(origin -> origin.matches("https?://[^/?#;\\s]+"));
    }

    @FuzzTest(maxDuration = "60s")
    void invitation(byte[] bytes) {
        try {
            checkInvitation(SessionCodec.invitation(new String(bytes, StandardCharsets.UTF_8)));
        } catch (ProblemException refused) {
            checkProblem(refused.problem(), 5);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void bye(byte[] bytes) {
        String token;
        try {
            token = SessionCodec.bye(new String(bytes, StandardCharsets.UTF_8));
        } catch (ProblemException refused) {
            checkProblem(refused.problem(), 2);
            return;
        }
        if (token != null) {
            assertThat(token.length()).isLessThanOrEqualTo(256);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void review(byte[] bytes) {
        Feedback.Review review;
        try {
            review = PeopleCodec.review(new String(bytes, StandardCharsets.UTF_8));
        } catch (ProblemException refused) {
            checkProblem(refused.problem(), 2);
            return;
        }
        assertThat(review.rating()).isBetween(1, 5);
        String comment = review.comment();
        if (comment != null) {
            assertThat(comment).isNotBlank();
            assertThat(comment.codePointCount(0, comment.length())).isLessThanOrEqualTo(2_000);
            assertThat(comment.codePoints().filter(Character::isISOControl))
                    .allMatch(each -> each == '\n');
        }
    }

    @FuzzTest(maxDuration = "60s")
    void webhook(byte[] bytes) {
        WebhookDraft draft;
        try {
            draft = WebhookCodec.draft(new String(bytes, StandardCharsets.UTF_8));
        } catch (ProblemException refused) {
            checkProblem(refused.problem(), 10);
            return;
        }
        assertThat(draft.url().getScheme().toLowerCase(Locale.ROOT)).isIn("http", "https");
        assertThat(draft.url().getHost()).isNotEmpty();
        assertThat(draft.url().getRawUserInfo()).isNull();
        assertThat(draft.url().toString()).hasSizeLessThanOrEqualTo(2_048);
        assertThat(draft.events()).isNotEmpty().doesNotHaveDuplicates();
    }

    private static void checkInvitation(Invitation invitation) {
        assertThat(Ids.valid(invitation.id().value())).isTrue();
        assertThat(invitation.name()).isNotBlank();
        assertThat(invitation.name().codePointCount(0, invitation.name().length()))
                .isLessThanOrEqualTo(80);
        assertThat(invitation.name().codePoints()).noneMatch(Character::isISOControl);
        if (invitation.ttlMs() != null) {
            assertThat(invitation.ttlMs()).isBetween(1_000L, 43_200_000L);
        }
    }

    private static void checkProblem(Problem problem, int mostErrors) {
        assertThat(problem.code())
                .isIn(Problem.Code.BAD_REQUEST, Problem.Code.INVALID, Problem.Code.NOT_AVAILABLE);
        assertThat(problem.errors()).hasSizeLessThanOrEqualTo(mostErrors);
        for (Problem.FieldError error : problem.errors()) {
            assertThat(error.field()).matches("[A-Za-z0-9.]+").hasSizeLessThan(64);
            assertThat(error.message()).hasSizeLessThan(120);
        }
    }
}
