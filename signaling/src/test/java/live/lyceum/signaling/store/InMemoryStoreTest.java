package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Role;
import org.junit.jupiter.api.Test;

class InMemoryStoreTest extends StoreContract {
    private static final long LIFE_MS = 1_000;
    private static final int ROWS = 20;

    private long nowMs;
    private final InMemoryStore store =
            new InMemoryStore(new InMemoryStore.Limits(3, ROWS, LIFE_MS), () -> nowMs);

    @Override
    Store store() {
        return store;
    }

    @Test
    void aFullStoreForgetsTheSessionsThatAreOver() {
        List<RoomId> ids = List.of(new RoomId("ses_1"), new RoomId("ses_2"), new RoomId("ses_3"));
        ids.forEach(this::create);
        done(store.update(ended(ids.get(1))));

        create(new RoomId("ses_4"));

        assertThat(done(store.get(ids.get(1)))).isEmpty();
        assertThat(done(store.read(ids.get(1), 0, 10))).isEmpty();
        assertThat(done(store.get(ids.getFirst()))).isPresent();
    }

    @Test
    void aFullStoreOfSessionsThatMayStillBeUsedTakesNoMoreUntilTheirTimeIsUp() {
        for (int i = 1; i <= 3; i++) {
            create(new RoomId("ses_" + i));
        }
        var fourth = new RoomId("ses_4");

        assertFails(store.create(session(fourth), opened(fourth)), StoreException.Reason.FULL);

        nowMs = 2 * LIFE_MS + 1;
        create(fourth);
        assertThat(done(store.get(new RoomId("ses_1")))).isEmpty();
    }

    @Test
    void aSessionAtItsLimitOfSeatsTakesNoMore() {
        create(ROOM);
        done(
                store.seat(
                        ROOM,
                        IntStream.range(0, ROWS)
                                .mapToObj(i -> new ParticipantId("p" + i))
                                .map(who -> seat(who, "Name", Role.LEARNER))
                                .toList()));

        assertFails(
                store.seat(ROOM, List.of(seat(MINA, "Mina", Role.LEARNER))),
                StoreException.Reason.FULL);
    }

    @Test
    void aLogAtItsLimitTakesNoMore() {
        create(ROOM);
        done(store.append(ROOM, IntStream.rangeClosed(2, ROWS).mapToObj(seq -> row(seq)).toList()));

        assertFails(store.append(ROOM, List.of(row(ROWS + 1))), StoreException.Reason.FULL);
    }
}
