package live.lyceum.signaling.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/// What is sent again, by its `Idempotency-Key`.
final class RepetitionCases {
    private static final String KEY = "Idempotency-Key";

    /// What can be sent again, and another body for it.
    private static final Map<Operation, String> BODIES =
            new EnumMap<>(
                    Map.ofEntries(
                            Map.entry(
                                    Operation.CREATE_SESSION,
                                    "{'title':'Other','plannedMs':3600000}"),
                            Map.entry(
                                    Operation.CREATE_TOKEN,
                                    "{'id':'x','name':'X','role':'learner'}"),
                            Map.entry(Operation.END_SESSION, ""),
                            Map.entry(Operation.MARK_TOPIC, "{'done':false}"),
                            Map.entry(Operation.START_RECORDING, ""),
                            Map.entry(Operation.STOP_RECORDING, ""),
                            Map.entry(Operation.MAKE_SUMMARY, ""),
                            Map.entry(Operation.CREATE_DASHBOARD_TOKEN, "{'sub':'other'}"),
                            Map.entry(Operation.CREATE_KEY, "{'name':'Other'}"),
                            Map.entry(
                                    Operation.CREATE_WEBHOOK, "{'url':'https://127.0.0.1/other'}"),
                            Map.entry(Operation.TEST_WEBHOOK, ""),
                            Map.entry(Operation.RESEND_DELIVERY, "")));

    private RepetitionCases() {}

    static void addTo(ApiCase.Table table) {
        BODIES.forEach((operation, other) -> {
            int status =
                    switch (operation) {
                        case END_SESSION, MARK_TOPIC, STOP_RECORDING -> 200;
                        case TEST_WEBHOOK, RESEND_DELIVERY, MAKE_SUMMARY -> 202;
                        default -> 201;
                    };
            table.add(operation, status, "", "sent again", stage -> again(operation, stage));
            table.bad(
                    operation,
                    422,
                    "idempotency_key_reused",
                    "",
                    stage -> {
                        Ask ask = GoodAsks.of(operation, stage).with(KEY, fresh());
                        ask.to(stage.usual);
                        return switch (operation) {
                            case END_SESSION, START_RECORDING, MAKE_SUMMARY ->
                                    ask.at("id", stage.lesson().id());
                            case STOP_RECORDING -> ask.at("rid", "rec_other");
                            case TEST_WEBHOOK, RESEND_DELIVERY -> ask.at("wid", "whk_other");
                            default -> ask.json(other);
                        };
                    });
            table.add(
                    operation, 409, "conflict", "under way", stage -> meanwhile(operation, stage));
            for (String wrong : new String[] {"a b", "x".repeat(101)}) {
                table.bad(
                        operation,
                        400,
                        "bad_request",
                        "with the Idempotency-Key " + wrong,
                        stage -> GoodAsks.of(operation, stage).with(KEY, wrong));
            }
        });
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private static Answer again(Operation operation, ApiStage stage) throws Exception {
        Ask ask = GoodAsks.of(operation, stage).with(KEY, fresh());
        Answer first = ask.to(stage.usual);
        Answer second = ask.to(stage.usual);

        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        return second;
    }

    /// Asks while the same was asked and is not answered.
    private static Answer meanwhile(Operation operation, ApiStage stage) throws Exception {
        Ask ask = GoodAsks.of(operation, stage).with(KEY, fresh());
        stage.usual.faults.hold();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> ask.to(stage.usual));
            Awaitility.await().until(stage.usual.faults::isHolding);
            Answer second = ask.to(stage.usual);
            stage.usual.faults.release();

            assertThat(first.get().status()).isBetween(200, 202);
            assertThat(second.header("Retry-After")).isNotNull();
            return second;
        } finally {
            stage.usual.faults.release();
        }
    }
}
