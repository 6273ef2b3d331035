package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import live.lyceum.signaling.protocol.ReceiptSigner;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;
import live.lyceum.signaling.receipt.ReceiptCheck;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logs and receipts over HTTP, checked as somebody would who has nothing but these.
class ReceiptApiTest extends OnNode {
    private static HttpResponse<String> get(String path, String bearer)
            throws IOException, InterruptedException {
        return node.send(
                node.request("/api/v1" + path).header("Authorization", "Bearer " + bearer));
    }

    private static byte[] bytes(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().getBytes(StandardCharsets.UTF_8);
    }

    /// A session with a line of chat that its mentor ended.
    private static TestNode.Invited lesson() throws IOException, InterruptedException {
        var session = node.session("ann:mentor", "ben:learner");
        TestSocket mentor = node.join(session.tokens().getFirst());
        mentor.ask("chat.send", TestSocket.op(), "{'text':'Hello'}");
        mentor.ask("session.end", TestSocket.op(), "{}");
        assertThat(mentor.closeCode()).isEqualTo(4410);
        return session;
    }

    @Test
    void aReceiptIsGoodAndFollowsFromTheLog()
            throws IOException, InterruptedException, ReceiptCheck.Refused {
        var session = lesson();
        String path = "/sessions/" + session.id();
        byte[] key = bytes(node.send(node.request("/api/v1/receipt-key")));
        ReceiptSigner signer = Objects.requireNonNull(ReceiptCodec.readSigner(key));

        byte[] receipt = bytes(get(path + "/receipt", TestNode.KEY));
        byte[] log = bytes(get(path + "/events?limit=200", TestNode.KEY));

        assertThat(bytes(get(path + "/receipt", session.tokens().getLast())))
                .as("to a participant")
                .isEqualTo(receipt);
        assertThat(ReceiptCheck.withLog(receipt, signer, List.of(log)))
                .contains(session.id(), "\"issuer\":\"" + node.url(), "\"outcome\":\"no_show\"");
    }

    @Test
    void theLogComesByPages() throws IOException, InterruptedException {
        String path = "/sessions/" + lesson().id() + "/events";

        String first = get(path + "?limit=2", TestNode.KEY).body();
        String rest = get(path + "?after=2", TestNode.KEY).body();

        assertThat(first)
                .contains(
                        "\"seq\":1,", "\"roomMs\":0,", "\"type\":\"session.created\"", "\"next\":2")
                .doesNotContain("\"seq\":3,");
        assertThat(rest)
                .contains("\"type\":\"chat.message\"", "\"text\":\"Hello\"", "\"next\":null")
                .doesNotContain("\"seq\":2,");
    }

    @Test
    void thereIsNoReceiptBeforeTheEnd() throws IOException, InterruptedException {
        String path = "/sessions/" + node.session("ann:mentor").id() + "/receipt";

        assertThat(get(path, TestNode.KEY).statusCode()).isEqualTo(409);
        assertThat(get(path, TestNode.KEY).body()).contains("\"code\":\"conflict\"");
    }

    @Test
    void whoIsNotOfTheSessionSeesNothing() throws IOException, InterruptedException {
        var session = lesson();
        String path = "/sessions/" + session.id();
        String stranger = node.session("eve:learner").tokens().getFirst();

        assertThat(get(path + "/receipt", stranger).statusCode()).isEqualTo(401);
        assertThat(get(path + "/receipt", "rk_test_0123456789abcdeX").statusCode()).isEqualTo(401);
        assertThat(get(path + "/events", session.tokens().getFirst()).statusCode())
                .as("the log is for integrators")
                .isEqualTo(401);
        assertThat(get("/sessions/ses_nope/receipt", TestNode.KEY).statusCode()).isEqualTo(404);
        assertThat(get("/sessions/ses_nope/events", TestNode.KEY).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "after=x", "after=99999999999999999999", "limit=0"})
    void anOddPageIsRefused(String query) throws IOException, InterruptedException {
        String path = "/sessions/" + node.session("ann:mentor").id() + "/events?" + query;

        assertThat(get(path, TestNode.KEY).statusCode()).isEqualTo(400);
    }
}
