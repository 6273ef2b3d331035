package live.lyceum.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    /// The example of Standard Webhooks' own libraries, with their secret, id, time and payload.
    @Test
    void signsAsTheSpecificationsExample() {
        var secret = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(
                        secret.signature(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1_614_265_330,
                                "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void whatIsSignedIsTakenByTheReceiversLibraryAndWhatIsChangedIsNot() {
        var secret = WebhookSecret.random();
        long nowS = System.currentTimeMillis() / 1_000;
        String body = "{\"type\":\"session.ended\",\"name\":\"\u2603\"}";
        var headers =
                Map.of(
                        "webhook-id", List.of("evt_1"),
                        "webhook-timestamp", List.of(Long.toString(nowS)),
                        "webhook-signature", List.of(secret.signature("evt_1", nowS, body)));
        var receiver = new Webhook(secret.written());

        assertThatCode(() -> receiver.verify(body, headers)).doesNotThrowAnyException();
        assertThatThrownBy(() -> receiver.verify(body + " ", headers))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(
                        () -> new Webhook(WebhookSecret.random().written()).verify(body, headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void isTheSameAfterItWasWrittenAndIsNotShown() {
        var secret = WebhookSecret.random();

        assertThat(WebhookSecret.parse(secret.written()).written()).isEqualTo(secret.written());
        assertThat(secret.toString()).isEqualTo("WebhookSecret");
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookSecret.parse("rk_1"));
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookSecret.parse("whsec_%"));
    }
}
