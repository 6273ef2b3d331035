package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.Source;
import live.lyceum.media.forward.PacketSink;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.forward.PublicationLayer;
import live.lyceum.media.sdp.Negotiator;
import live.lyceum.media.sdp.SdpException;
import live.lyceum.media.sdp.SlotSsrcs;
import live.lyceum.media.testkit.InjectedDtls;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.PacketCounters;
import org.junit.jupiter.api.Test;

/// Who stands on which receiving m-line.
class SlotTableTest {
    private final SlotTable table = table(3, 4);

    @Test
    void atFirstNobodyStandsAnywhere() {
        assertThat(who(table)).containsExactly("-", "-", "-", "-", "-", "-", "-");
        assertThat(table.version()).isZero();
        assertThat(table.allocate(List.of())).isFalse();
        assertThat(table.assignments().getFirst().mid()).isEqualTo("3");
    }

    @Test
    void soundAndPictureOfOneGoToSlotsOfOneNumber() {
        table.allocate(List.of(mic("a"), cam("a"), mic("b"), cam("b")));
        assertThat(who(table)).containsExactly("aM", "bM", "-", "aC", "bC", "-", "-");
    }

    @Test
    void whoeverComesFirstOfSoundAndPictureTheOtherFollows() {
        List<Publication> wanted = new ArrayList<>(List.of(cam("a"), mic("b")));
        table.allocate(wanted);
        assertThat(who(table)).containsExactly("-", "bM", "-", "aC", "-", "-", "-");
        wanted.add(mic("a"));
        wanted.add(cam("b"));
        table.allocate(wanted);
        assertThat(who(table)).containsExactly("aM", "bM", "-", "aC", "bC", "-", "-");
    }

    @Test
    void aScreenComesFromTheEnd() {
        table.allocate(List.of(screen("a"), sound("a"), mic("a"), cam("a")));
        assertThat(who(table)).containsExactly("aM", "-", "aA", "aC", "-", "-", "aS");
    }

    @Test
    void whoHasOneKeepsItWhateverTheOrder() {
        Publication a = cam("a");
        Publication b = cam("b");
        table.allocate(List.of(a, b));
        assertThat(table.allocate(List.of(b, a))).isFalse();
        assertThat(who(table)).containsExactly("-", "-", "-", "aC", "bC", "-", "-");
        assertThat(table.version()).isEqualTo(1);
    }

    @Test
    void whoLeavesMakesRoomForTheNext() {
        Publication b = cam("b");
        table.allocate(List.of(cam("a"), b));
        assertThat(table.allocate(List.of(b))).isTrue();
        assertThat(who(table)).containsExactly("-", "-", "-", "-", "bC", "-", "-");
        table.allocate(List.of(b, cam("c")));
        assertThat(who(table)).containsExactly("-", "-", "-", "cC", "bC", "-", "-");
        assertThat(table.version()).isEqualTo(3);
    }

    @Test
    void aNewConnectionTakesOverItsPlace() {
        table.allocate(List.of(mic("a"), cam("a"), mic("b"), cam("b"), screen("b")));
        List<String> before = who(table);
        // The order of a room does not change; all of a's are others now.
        assertThat(table.allocate(List.of(cam("b"), screen("b"), mic("b"), mic("a"), cam("a"))))
                .isTrue();
        assertThat(who(table)).isEqualTo(before);
    }

    @Test
    void withoutAFreeSlotSomebodyWaits() {
        List<Publication> wanted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            wanted.add(cam("p" + i));
        }
        table.allocate(wanted);
        assertThat(who(table)).doesNotContain("p4C");
        wanted.removeFirst();
        table.allocate(wanted);
        assertThat(who(table)).contains("p4C", "p1C", "p2C", "p3C").doesNotContain("p0C");
    }

    @Test
    void aCameraThatIsOnTakesTheSlotOfOneThatIsOff() {
        Publication off = cam("off");
        off.gate(false, 0);
        Publication late = cam("late");
        late.gate(false, 0);
        List<Publication> wanted = List.of(off, cam("a"), cam("b"), cam("c"), late);
        table.allocate(wanted);
        assertThat(who(table)).contains("offC", "aC", "bC", "cC").doesNotContain("lateC");

        late.gate(true, 0);
        assertThat(table.allocate(wanted)).isTrue();
        assertThat(who(table)).contains("lateC", "aC", "bC", "cC").doesNotContain("offC");

        late.gate(false, 0);
        assertThat(table.allocate(wanted)).as("nobody needs its slot").isFalse();
        off.gate(true, 0);
        table.allocate(wanted);
        assertThat(who(table)).contains("offC", "aC", "bC", "cC").doesNotContain("lateC");
    }

    @Test
    void withoutAFreePairAnyFreeSlotDoes() {
        SlotTable two = table(2, 2);
        two.allocate(List.of(mic("a"), cam("b"), cam("c")));
        assertThat(who(two)).containsExactlyInAnyOrder("aM", "-", "bC", "cC");
        SlotTable soundOnly = table(2, 0);
        soundOnly.allocate(List.of(cam("a"), mic("a"), mic("b"), mic("c")));
        assertThat(who(soundOnly)).containsExactly("aM", "bM");
    }

    @Test
    void afterClearAllIsFree() {
        table.allocate(List.of(mic("a"), cam("a")));
        table.clear();
        assertThat(who(table)).containsExactly("-", "-", "-", "-", "-", "-", "-");
    }

    @Test
    void eachSlotHasSsrcsOfItsOwnAndIsFoundByThem() {
        for (SlotSsrcs ssrcs : table.ssrcsByMid().values()) {
            Slot slot = table.bySsrc(ssrcs.ssrc());
            assertThat(slot).isNotNull();
            if (ssrcs.rtxSsrc() != 0) {
                assertThat(table.bySsrc(ssrcs.rtxSsrc())).isSameAs(slot);
            }
        }
        assertThat(table.ssrcsByMid().values().stream().map(SlotSsrcs::ssrc))
                .doesNotHaveDuplicates();
        assertThat(table.bySsrc(1)).isNull();
        // RFC 8830: what shares a stream is played in sync.
        assertThat(streamOf(table, "3")).isEqualTo(streamOf(table, "6"));
    }

    private static String streamOf(SlotTable table, String mid) {
        return Objects.requireNonNull(table.ssrcsByMid().get(mid)).streamId();
    }

    @Test
    void anySequenceOfWishesLeavesNobodyOnTwoSlots() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            SlotTable any = table(random.nextInt(1, 5), random.nextInt(1, 5));
            List<Publication> wanted = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                if (random.nextInt(3) == 0 && !wanted.isEmpty()) {
                    wanted.remove(random.nextInt(wanted.size()));
                } else {
                    String owner = "p" + random.nextInt(8);
                    wanted.add(random.nextBoolean() ? mic(owner) : cam(owner));
                }
                any.allocate(wanted);
                List<String> standing = who(any).stream().filter(w -> !w.equals("-")).toList();
                List<String> wishes = wanted.stream().map(SlotTableTest::name).toList();
                assertThat(wishes).as("seed %s", seed).containsAll(standing);
                boolean soundFits = wanted.stream().anyMatch(p -> p.source() == Source.MIC);
                boolean soundFree = free(any, 'M') > 0;
                if (soundFits && soundFree) {
                    long sounds = wanted.stream().filter(p -> p.source() == Source.MIC).count();
                    assertThat(standing.stream().filter(w -> w.endsWith("M")).count())
                            .as("seed %s", seed)
                            .isEqualTo(sounds);
                }
            }
        }
    }

    private static long free(SlotTable table, char kind) {
        return table.assignments().stream()
                .filter(slot -> slot.participant() == null)
                .filter(slot -> (kind == 'M') == slot.kind().name().equals("AUDIO"))
                .count();
    }

    private static List<String> who(SlotTable table) {
        List<String> who = new ArrayList<>();
        for (SlotAssignment slot : table.assignments()) {
            ParticipantId participant = slot.participant();
            Source source = slot.source();
            who.add(participant == null || source == null ? "-" : participant + letter(source));
        }
        return who;
    }

    private static String name(Publication publication) {
        return publication.owner() + letter(publication.source());
    }

    private static String letter(Source source) {
        return switch (source) {
            case MIC -> "M";
            case CAM -> "C";
            case SCREEN -> "S";
            case SCREEN_AUDIO -> "A";
        };
    }

    private static Publication mic(String owner) {
        return publication(owner, Source.MIC);
    }

    private static Publication cam(String owner) {
        return publication(owner, Source.CAM);
    }

    private static Publication screen(String owner) {
        return publication(owner, Source.SCREEN);
    }

    private static Publication sound(String owner) {
        return publication(owner, Source.SCREEN_AUDIO);
    }

    private static Publication publication(String owner, Source source) {
        List<PublicationLayer> layers = List.of(new PublicationLayer(0, false, () -> {}));
        return new Publication(new ParticipantId(owner), source, layers, true, new DropCounters());
    }

    private static SlotTable table(int audio, int video) {
        String fingerprint = "AB" + ":AB".repeat(31);
        TestOffer offer = new TestOffer("ufrag", "p".repeat(24), fingerprint, false, audio, video);
        try {
            return new SlotTable(
                    Negotiator.negotiate(offer.sdp(1, 2, 3)), context(), new NoSink(), "cname");
        } catch (SdpException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LoopContext context() {
        return new LoopContext(
                new NoOutbox(),
                new InjectedDtls(),
                new Random(1),
                List.of(),
                new DropCounters(),
                new PacketCounters(),
                List.of(),
                new LoopContext.Scratch());
    }

    private static final class NoSink implements PacketSink {
        @Override
        public byte[] packet() {
            return new byte[2_048];
        }

        @Override
        public void send(int length) {}

        @Override
        public void resend(int length) {}
    }

    private static final class NoOutbox implements Outbox {
        @Override
        public void send(byte[] datagram, int length, InetSocketAddress remote) {}

        @Override
        public void bindRemote(InetSocketAddress remote, PeerSession session) {}

        @Override
        public void unbindRemote(InetSocketAddress remote, PeerSession session) {}

        @Override
        public void bindUfrag(String ufrag, PeerSession session) {}

        @Override
        public void unbindUfrag(String ufrag) {}
    }
}
