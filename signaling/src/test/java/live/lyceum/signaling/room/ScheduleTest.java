package live.lyceum.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import org.junit.jupiter.api.Test;

/// Random lessons of people who come, drop, come back, open a second tab and leave, with crashes of
/// the server and clocks that jump, against a model that knows when everybody really was there.
class ScheduleTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));
    private static final int SCHEDULES = PROVE ? 1_000 : 100;
    private static final int STEPS = 60;
    private static final long SILENT_AFTER_MS = 4_000;
    private static final long CHECKPOINT_MS = 250;
    private static final long HOUR_MS = 3_600_000;
    private static final Map<String, Role> PEOPLE =
            Map.of(
                    "ann", Role.MENTOR,
                    "bob", Role.MENTOR,
                    "cyd", Role.LEARNER,
                    "dan", Role.LEARNER,
                    "eve", Role.OBSERVER);
    private static final List<String> NAMES = PEOPLE.keySet().stream().sorted().toList();

    /// When somebody's packets came, by true time.
    private record Presence(Role role, long fromMs, long toMs) {}

    private final List<Presence> truth = new ArrayList<>();
    private final Map<String, Long> hereSinceMs = new HashMap<>();
    private final Map<String, Long> droppedMs = new HashMap<>();

    /// What the room's clock is ahead of true time.
    private long jumpedMs;

    private long crashes;

    @Test
    void timeIsWhatItWas() {
        long worstMs = 0;
        for (int seed = 0; seed < SCHEDULES; seed++) {
            worstMs = Math.max(worstMs, play(new Random(seed)));
        }
        System.out.printf(
                "figure: active time of %d schedules, worst error for a crash: %d ms (at most %d)%n",
                SCHEDULES, worstMs, CHECKPOINT_MS);
    }

    /// @return by how much the room and the model differ, for each crash
    private long play(Random random) {
        truth.clear();
        hereSinceMs.clear();
        droppedMs.clear();
        jumpedMs = 0;
        crashes = 0;
        var script = new RoomScript(100 * HOUR_MS, null);
        long nowMs = script.nowMs;
        for (int i = 0; i < STEPS; i++) {
            nowMs += 10 + random.nextInt(20_000);
            noticeDrops(script, nowMs);
            step(script, NAMES.get(random.nextInt(NAMES.size())), random, nowMs);
        }
        nowMs += 2 * SILENT_AFTER_MS;
        noticeDrops(script, nowMs);
        for (String who : List.copyOf(hereSinceMs.keySet())) {
            end(who, nowMs);
        }
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
        long counted = script.state().lesson().ledger().jointMs(at(script, nowMs));
        long errorMs = Math.abs(counted - jointMs());
        assertThat(errorMs).isLessThanOrEqualTo(CHECKPOINT_MS * crashes);
        return crashes == 0 ? errorMs : errorMs / crashes;
    }

    private void step(RoomScript script, String who, Random random, long nowMs) {
        boolean here = hereSinceMs.containsKey(who);
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                if (here) {
                    drop(who, nowMs - random.nextInt(200));
                } else {
                    come(script, who, nowMs);
                }
            }
            case 3 -> {
                // A second tab; the transport of the first one lives until it has its own.
                if (here) {
                    script.nowMs = at(script, nowMs) - 10;
                    script.join(who, role(who), "p" + random.nextInt(5));
                }
            }
            case 4 -> {
                if (here) {
                    end(who, nowMs);
                    leave(script, RoomScript.id(who), nowMs);
                }
            }
            default -> crash(script, random, nowMs);
        }
    }

    private void come(RoomScript script, String who, long nowMs) {
        Long proofMs = droppedMs.remove(who);
        script.nowMs = at(script, nowMs) - 10;
        if (script.state().participant(RoomScript.id(who)) == null) {
            script.join(who, role(who), "p1");
            script.nowMs = at(script, nowMs) - 10;
        }
        if (proofMs == null) {
            script.transport(who, ParticipantStatus.ACTIVE, 0);
            hereSinceMs.put(who, nowMs);
        } else {
            // Back before anybody noticed: so short a silence is no drop.
            hereSinceMs.put(who, proofMs);
        }
    }

    /// Somebody's last packet came then; the media plane will say so when it notices.
    private void drop(String who, long proofMs) {
        long fromMs = hereSinceMs.getOrDefault(who, proofMs);
        long lastMs = Math.max(fromMs, proofMs);
        end(who, lastMs);
        droppedMs.put(who, lastMs);
    }

    private void end(String who, long toMs) {
        Long fromMs = hereSinceMs.remove(who);
        if (fromMs != null) {
            truth.add(new Presence(role(who), fromMs, toMs));
        }
    }

    private void leave(RoomScript script, ParticipantId who, long nowMs) {
        script.nowMs = at(script, nowMs) - 10;
        for (int page = 0; page < 5; page++) {
            if (script.state().heldBy(who, "p" + page)) {
                script.leave(who.value(), "p" + page);
                return;
            }
        }
    }

    private void noticeDrops(RoomScript script, long nowMs) {
        // In the order in which they are noticed: the room's time never goes back.
        var drops = new ArrayList<>(droppedMs.entrySet());
        drops.sort(Map.Entry.comparingByValue());
        for (Map.Entry<String, Long> drop : drops) {
            String who = drop.getKey();
            long proofMs = drop.getValue();
            long noticedMs = proofMs + SILENT_AFTER_MS;
            if (noticedMs <= nowMs) {
                droppedMs.remove(who);
                script.nowMs = at(script, noticedMs) - 10;
                script.transport(who, ParticipantStatus.DISCONNECTED, noticedMs - proofMs);
            }
        }
    }

    /// The process ends, and a new one goes on from the log; its wall clock may be an hour off.
    private void crash(RoomScript script, Random random, long nowMs) {
        crashes++;
        long aliveMs = at(script, nowMs - nowMs % CHECKPOINT_MS);
        for (String who : List.copyOf(hereSinceMs.keySet())) {
            end(who, nowMs);
        }
        // Nobody is left who could notice: they count to the checkpoint too.
        droppedMs.forEach((who, proofMs) ->
                truth.add(
                        new Presence(
                                role(who),
                                proofMs,
                                Math.max(proofMs, nowMs - nowMs % CHECKPOINT_MS))));
        droppedMs.clear();
        long clockMs = nowMs + jumpedMs + (random.nextInt(4) - 1) * HOUR_MS;
        script.nowMs = clockMs - 10;
        script.apply(new RoomCommand.Restarted(aliveMs));
        // As its host has it, the room's time goes on from there, whatever the clock says.
        long roomMs = Math.max(clockMs, Math.max(aliveMs, script.state().wallMs()));
        jumpedMs = roomMs - nowMs;
    }

    private static Role role(String who) {
        return Objects.requireNonNull(PEOPLE.get(who));
    }

    private long at(RoomScript script, long trueMs) {
        return Math.max(trueMs + jumpedMs, script.state().wallMs());
    }

    /// Looks at each stretch between two changes.
    private long jointMs() {
        var edges = new TreeSet<Long>();
        for (Presence each : truth) {
            edges.add(each.fromMs());
            edges.add(each.toMs());
        }
        long sumMs = 0;
        Long from = null;
        for (long to : edges) {
            if (from != null && anyOf(Role.MENTOR, from, to) && anyOf(Role.LEARNER, from, to)) {
                sumMs += to - from;
            }
            from = to;
        }
        return sumMs;
    }

    private boolean anyOf(Role role, long fromMs, long toMs) {
        return truth.stream()
                .anyMatch(each ->
                        each.role() == role && each.fromMs() <= fromMs && each.toMs() >= toMs);
    }
}
