package live.lyceum.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.Sealer;
import live.lyceum.signaling.auth.SigningKey;
import live.lyceum.signaling.auth.WebhookSecret;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Notice.Content;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.SqlStore;
import live.lyceum.signaling.testkit.QuietLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deliveries in virtual time, out of a real database.
class DelivererTest {
    private static final long START_MS = 1_800_000_000_000L;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final Pattern SEQ = Pattern.compile("\"sessionId\":\"(\\w+)\",\"seq\":(\\d+)");
    private static final WebhookId HOOK = new WebhookId("whk_1");

    @TempDir Path folder;
    private final VirtualTime time = new VirtualTime(START_MS);
    private final Map<RoomId, Long> lastSeqs = new HashMap<>();
    private final List<String> received = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<Long> triedMs = new ArrayList<>();
    private final Set<String> down = new HashSet<>();
    private final InstantStore instant = new InstantStore();
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Sender sender = this::receive;
    private Sealer sealer;
    private SqlStore store;
    private Deliverer deliverer;

    @BeforeEach
    void open() throws IOException {
        sealer = new Sealer(SigningKey.loadOrCreate(folder));
        store = SqlStore.open(new StorageSettings(folder, null), new SimpleMeterRegistry());
        deliverer = deliverer(time.turns);
    }

    @AfterEach
    void close() {
        deliverer.close();
        store.close();
    }

    private Deliverer deliverer(Executor executor) {
        registry = new SimpleMeterRegistry();
        return new Deliverer(
                new Deliverer.Parts(
                        instant.of(store.webhooks()),
                        message -> sender.send(message),
                        sealer,
                        executor,
                        time,
                        time::nowMs,
                        new Backoff(new Random(7)),
                        new WebhookMetrics(registry, time::nowMs)));
    }

    private Sender.Answer receive(Sender.Message message) {
        triedMs.add(time.nowMs());
        if (down.contains(message.url().getHost())) {
            return new Sender.Answer(503, "answered 503");
        }
        var seq = SEQ.matcher(message.body());
        assertThat(seq.find()).isTrue();
        received.add("%s %s %s".formatted(message.url().getHost(), seq.group(1), seq.group(2)));
        ids.add(message.url().getHost() + message.id());
        return new Sender.Answer(204, null);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private void webhook(TenantId tenant, WebhookId id, String host, String sealed) {
        done(
                store.webhooks()
                        .add(
                                new Webhook(
                                        id,
                                        tenant,
                                        URI.create("https://" + host + "/"),
                                        List.of(Notice.Type.PARTICIPANT_LEFT),
                                        sealed,
                                        Webhook.State.ACTIVE,
                                        START_MS),
                                20));
    }

    private void webhook(WebhookId id, String host, String sealed) {
        webhook(TenantId.MAIN, id, host, sealed);
    }

    private void webhook(TenantId tenant, WebhookId id, String host) {
        webhook(tenant, id, host, sealer.seal(WebhookSecret.random().written(), id.value()));
    }

    private void webhook(WebhookId id, String host) {
        webhook(TenantId.MAIN, id, host);
    }

    private RoomId room(String name) {
        return room(TenantId.MAIN, name);
    }

    private RoomId room(TenantId tenant, String name) {
        var id = new RoomId(name);
        var plan =
                new SessionPlan(
                        id,
                        tenant,
                        "Graphs",
                        HOUR_MS,
                        START_MS,
                        null,
                        HOUR_MS,
                        List.of(),
                        new SessionPlan.Saving(false, false, true, true),
                        null,
                        0.8,
                        List.of());
        var opened = new RoomEvent.Logged(1, START_MS, null, new RoomFact.Opened(plan, "e1"));
        done(store.create(SessionRecord.scheduled(plan, "e1", START_MS), opened));
        lastSeqs.put(id, 1L);
        return id;
    }

    /// Something happens in a room, without anybody looking for it.
    private void append(RoomId room) {
        long seq = lastSeqs.merge(room, 1L, Long::sum);
        var who = new ParticipantId("a");
        var row = new RoomEvent.Logged(seq, time.nowMs(), null, new RoomFact.Left(who));
        var notice =
                new Notice(
                        Notice.Type.PARTICIPANT_LEFT,
                        room,
                        seq,
                        time.nowMs(),
                        new Content.Departure(who, Role.LEARNER, false));
        done(store.append(room, List.of(row), null, List.of(notice)));
    }

    private void happens(RoomId room) {
        append(room);
        deliverer.look();
        time.turns.run();
    }

    private List<Delivery> listed() {
        return done(store.webhooks().deliveries(TenantId.MAIN, HOOK, null, 1_000)).orElseThrow();
    }

    @Test
    void aReceiverThatIsDownForADayGetsEverythingLaterInOrderAndOnce() {
        webhook(HOOK, "down.example");
        webhook(new WebhookId("whk_2"), "up.example");
        List<RoomId> rooms = List.of(room("ses_1"), room("ses_2"));
        down.add("down.example");
        var expected = new ArrayList<String>();
        long dayEndMs = START_MS + 24 * HOUR_MS;

        while (time.nowMs() < dayEndMs) {
            rooms.forEach(this::happens);
            time.runTo(time.nowMs() + 10 * MINUTE_MS);
        }
        for (int seq = 2; seq < 146; seq++) {
            expected.add("ses_1 " + seq);
        }
        assertThat(inOrder("up.example", "ses_1")).isEqualTo(expected);
        assertThat(received).noneMatch(each -> each.startsWith("down"));

        down.clear();
        time.runTo(dayEndMs + 5 * HOUR_MS);

        assertThat(inOrder("down.example", "ses_1")).isEqualTo(expected).hasSize(144);
        assertThat(inOrder("down.example", "ses_2")).hasSize(144);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(listed()).allMatch(each -> each.state() == Delivery.State.DELIVERED);
    }

    private List<String> inOrder(String host, String room) {
        return received.stream()
                .filter(each -> each.startsWith(host + " " + room + " "))
                .map(each -> each.substring(host.length() + 1))
                .toList();
    }

    @Test
    void itIsTriedForThreeDaysEverMoreSeldomAndThenTheNextOneGoes() {
        webhook(HOOK, "down.example");
        RoomId room = room("ses_1");
        down.add("down.example");
        happens(room);
        time.runTo(START_MS + 71 * HOUR_MS);
        append(room);

        List<Long> waitsS = new ArrayList<>();
        for (int i = 1; i < triedMs.size(); i++) {
            waitsS.add((triedMs.get(i) - triedMs.get(i - 1)) / 1_000);
        }
        List<Integer> planned = List.of(5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 14_400);
        for (int i = 0; i < planned.size(); i++) {
            assertThat(waitsS.get(i))
                    .isBetween((long) (0.89 * planned.get(i)), (long) (1.1 * planned.get(i)) + 1);
        }
        assertThat(listed().getLast().state()).isEqualTo(Delivery.State.WAITING);

        time.runTo(START_MS + 72 * HOUR_MS);
        assertThat(triedMs).contains(START_MS + 72 * HOUR_MS);
        assertThat(listed().getLast().state()).isEqualTo(Delivery.State.FAILED);
        assertThat(listed().getLast().lastError()).isEqualTo("answered 503");
        assertThat(listed().getFirst().state()).isEqualTo(Delivery.State.WAITING);
        down.clear();
        time.runTo(START_MS + 90 * HOUR_MS);
        assertThat(received).containsExactly("down.example ses_1 3");
    }

    @Test
    void aReceiverThatHangsHasFourWaysAndATenantWhoseReceiversHangEight() {
        List<Runnable> underWay = new ArrayList<>();
        deliverer = deliverer(underWay::add);
        webhook(HOOK, "0.example");
        for (int i = 0; i < 10; i++) {
            append(room("ses_" + i));
        }
        deliverer.look();
        assertThat(underWay).hasSize(Ways.OF_WEBHOOK);

        for (int i = 1; i < 20; i++) {
            webhook(new WebhookId("whk_a" + i), i + ".example");
        }
        append(room("ses_x"));
        append(room("ses_y"));
        deliverer.look();
        assertThat(underWay).hasSize(Ways.OF_TENANT);

        for (int i = 1; i < 5; i++) {
            var tenant = new TenantId("t" + i);
            webhook(tenant, new WebhookId("whk_t" + i), "t.example");
            for (int session = 0; session < 5; session++) {
                append(room(tenant, "ses_%d_%d".formatted(i, session)));
            }
        }
        deliverer.look();
        assertThat(underWay).hasSize(Ways.OF_TENANT + 4 * Ways.OF_WEBHOOK);

        for (int i = 0; i < underWay.size(); i++) {
            underWay.get(i).run();
        }
        assertThat(received).hasSize(10 + 2 * 20 + 4 * 5);
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void aWebhookThatTookTooLongHasOneWayUntilItAnswers() {
        List<Runnable> underWay = new ArrayList<>();
        deliverer = deliverer(underWay::add);
        webhook(HOOK, "a.example");
        for (int i = 0; i < 6; i++) {
            append(room("ses_" + i));
        }
        sender = message -> new Sender.Answer(null, "no answer", Sender.Pace.SLOW);
        deliverer.look();
        for (int i = 0; i < Ways.OF_WEBHOOK; i++) {
            underWay.get(i).run();
        }
        assertThat(underWay).hasSize(Ways.OF_WEBHOOK + 1);
        time.runTo(START_MS + MINUTE_MS);
        assertThat(underWay).hasSize(Ways.OF_WEBHOOK + 1);

        sender = this::receive;
        underWay.getLast().run();

        assertThat(underWay).hasSize(Ways.OF_WEBHOOK + 1 + Ways.OF_WEBHOOK);
    }

    @Test
    void whatFindsNoPlaceForItsNameIsTriedSoonAndNotHeldAgainstAnybody() {
        webhook(HOOK, "a.example");
        webhook(new WebhookId("whk_2"), "b.example");
        sender =
                message -> {
                    boolean full = message.url().getHost().startsWith("a.");
                    triedMs.add(full ? time.nowMs() : 0);
                    return full
                            ? new Sender.Answer(null, "full", Sender.Pace.NOT_TRIED)
                            : new Sender.Answer(204, null);
                };
        happens(room("ses_1"));
        time.runTo(START_MS + 2 * Deliverer.HOLD_MS);

        assertThat(triedMs)
                .containsExactly(START_MS, 0L, START_MS + Deliverer.HOLD_MS, START_MS + 10_000);
        assertThat(listed().getFirst().attempts()).isZero();
        assertThat(listed().getFirst().lastError()).isNull();
        assertThat(registry.get("lyceum.webhook.postponed").counter().count()).isEqualTo(3);

        sender = this::receive;
        time.runTo(START_MS + 3 * Deliverer.HOLD_MS);
        assertThat(listed().getFirst().attempts()).isEqualTo(1);
        assertThat(received).hasSize(1);
    }

    @Test
    void howeverMuchWaitsThereIsOneTimer() {
        for (int i = 0; i < 15; i++) {
            webhook(new WebhookId("whk_" + i), i + ".example");
            down.add(i + ".example");
            happens(room("ses_" + i));
            assertThat(time.waiting()).isEqualTo(1);
            time.runTo(time.nowMs() + 7_000);
            assertThat(time.waiting()).isEqualTo(1);
        }

        deliverer.close();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void whoIsGoneIsToldNothingMore() {
        webhook(HOOK, "a.example");
        RoomId room = room("ses_1");
        sender = message -> new Sender.Answer(410, "answered 410");
        append(room);
        happens(room);
        happens(room);

        assertThat(listed()).hasSize(2).allMatch(each -> each.state() == Delivery.State.FAILED);
        assertThat(done(store.webhooks().list(TenantId.MAIN)).getFirst().state())
                .isEqualTo(Webhook.State.GONE);
    }

    @Test
    void aProcessThatEndsBetweenTheRowAndItsDeliveryLosesAndDoublesNothing() throws IOException {
        webhook(HOOK, "a.example");
        RoomId room = room("ses_1");
        happens(room);
        append(room);
        append(room);
        close();

        open();
        deliverer.look();
        time.turns.run();

        assertThat(received)
                .containsExactly("a.example ses_1 2", "a.example ses_1 3", "a.example ses_1 4");
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void whatWasDeliveredIsNotSentAgainWhileTheStoreCannotNoteIt() {
        webhook(HOOK, "a.example");
        RoomId room = room("ses_1");
        instant.failSettles(3);
        try (var log = new QuietLog(Deliverer.class)) {
            happens(room);
            time.runTo(START_MS + MINUTE_MS);
            assertThat(log.lines()).hasSize(3);
        }

        assertThat(received).hasSize(1);
        assertThat(listed().getFirst().state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(listed().getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void whatFailsBecauseWeStopIsNotHeldAgainstTheReceiver() {
        webhook(HOOK, "a.example");
        sender =
                message -> {
                    deliverer.close();
                    return new Sender.Answer(null, "the server stops");
                };
        happens(room("ses_1"));

        assertThat(listed().getFirst().attempts()).isZero();
    }

    @Test
    void aSecretThatCannotBeReadAndABugAreFailedTries() {
        webhook(HOOK, "a.example", "nonsense");
        webhook(new WebhookId("whk_2"), "b.example");
        sender =
                message -> {
                    throw new IllegalStateException("a bug");
                };
        try (var log = new QuietLog(Deliverer.class)) {
            happens(room("ses_1"));
            assertThat(log.lines()).hasSize(1);
        }

        assertThat(listed().getFirst().lastError()).isEqualTo("the secret cannot be read any more");
        assertThat(
                        done(store.webhooks()
                                        .deliveries(TenantId.MAIN, new WebhookId("whk_2"), null, 1))
                                .orElseThrow()
                                .getFirst()
                                .lastError())
                .isEqualTo("something went wrong here");
    }

    @Test
    void whatIsLeftIsDoneBitByBitUntilNothingIs() {
        webhook(HOOK, "a.example");
        RoomId room = room("ses_1");
        List<RoomEvent.Logged> rows = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        var who = new ParticipantId("a");
        for (long seq = 2; seq < 2_302; seq++) {
            var gone = new Content.Departure(who, Role.LEARNER, false);
            rows.add(new RoomEvent.Logged(seq, time.nowMs(), null, new RoomFact.Left(who)));
            notices.add(new Notice(Notice.Type.PARTICIPANT_LEFT, room, seq, time.nowMs(), gone));
        }
        done(store.append(room, rows, null, notices));
        time.runTo(START_MS + HOUR_MS);
        deliverer.tend();
        assertThat(registry.get("lyceum.webhook.waiting").gauge().value()).isEqualTo(2_300);
        assertThat(registry.get("lyceum.webhook.oldest.seconds").gauge().value()).isEqualTo(3_600);

        done(store.webhooks().remove(TenantId.MAIN, HOOK));
        deliverer.tend();

        assertThat(registry.get("lyceum.webhook.waiting").gauge().value()).isZero();
        assertThat(registry.get("lyceum.webhook.oldest.seconds").gauge().value()).isZero();
    }

    @Test
    void everyTryIsSignedWithItsOwnTime() {
        String secret = WebhookSecret.random().written();
        webhook(HOOK, "a.example", sealer.seal(secret, HOOK.value()));
        var messages = new ArrayList<Sender.Message>();
        sender =
                message -> {
                    messages.add(message);
                    return new Sender.Answer(500, "answered 500");
                };
        happens(room("ses_1"));
        time.runTo(START_MS + MINUTE_MS);

        assertThat(messages).hasSize(3);
        assertThat(messages).extracting(Sender.Message::id).containsOnly(messages.get(0).id());
        assertThat(messages.get(1).timestampS() - messages.get(0).timestampS()).isBetween(4L, 6L);
        for (Sender.Message each : messages) {
            assertThat(each.signature())
                    .isEqualTo(
                            WebhookSecret.parse(secret)
                                    .signature(each.id(), each.timestampS(), each.body()));
        }
    }
}
