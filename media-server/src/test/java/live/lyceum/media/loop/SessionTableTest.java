package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.session.LoopContext;
import live.lyceum.media.session.MediaRoom;
import live.lyceum.media.session.OfferReader;
import live.lyceum.media.session.Outbox;
import live.lyceum.media.session.PeerSession;
import live.lyceum.media.testkit.InjectedDtls;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.StunClient;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.PacketCounters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final InetSocketAddress HOME = SimRoom.address(20, 1_000);
    private static final ParticipantId DANIEL = new ParticipantId("daniel");
    private static final ParticipantId MINA = new ParticipantId("mina");

    private final SessionTable table = new SessionTable();
    private final DropCounters drops = new DropCounters();
    private final MediaRoom room =
            new MediaRoom(
                    new RoomId("ses_table"),
                    new LoopContext(
                            new TableOutbox(),
                            new InjectedDtls(),
                            new Random(1),
                            List.of(),
                            drops,
                            new PacketCounters(),
                            List.of(),
                            new LoopContext.Scratch()),
                    new NewsLog());

    @Test
    void anEmptyTableKnowsNobody() {
        assertThat(table.byRemote(HOME)).isNull();
        assertThat(table.byUfrag(Unpooled.wrappedBuffer(new byte[] {0, 1}))).isNull();
        assertThat(table.byUfrag(Unpooled.EMPTY_BUFFER)).isNull();
        table.unbindUfrag("nobody");
    }

    @Test
    void aCheckSaysWhoseItIsAndMakesItsAddressValid() throws Exception {
        String daniel = offer(DANIEL, 1);
        String mina = offer(MINA, 1);
        PeerSession first = session(check(daniel));
        PeerSession second = session(check(mina));
        assertThat(first.participant()).isEqualTo(DANIEL);
        assertThat(second.participant()).isEqualTo(MINA);
        assertThat(table.remotes()).isZero();

        first.onDatagram(check(daniel), HOME, 1);
        assertThat(table.byRemote(HOME)).isSameAs(first);
    }

    @Test
    void theNewestBindingOfAnAddressWins() throws Exception {
        String daniel = offer(DANIEL, 1);
        session(check(daniel)).onDatagram(check(daniel), HOME, 1);
        String mina = offer(MINA, 1);
        PeerSession second = session(check(mina));
        second.onDatagram(check(mina), HOME, 2);
        assertThat(table.byRemote(HOME)).isSameAs(second);

        room.leave(DANIEL, 3);
        assertThat(table.byRemote(HOME)).isSameAs(second);
        room.leave(MINA, 4);
        assertThat(table.remotes()).isZero();
        assertThat(table.byUfrag(check(mina))).isNull();
    }

    @Test
    void aHandshakeBeforeAnyCheckIsDropped() throws Exception {
        PeerSession session = session(check(offer(DANIEL, 1)));
        session.onDatagram(Unpooled.wrappedBuffer(new byte[] {22, 1, 1, 1, 1}), HOME, 1);
        assertThat(drops.count(DropReason.DTLS_BEFORE_ICE)).isEqualTo(1);
    }

    @Test
    void mediaBeforeKeysIsDropped() throws Exception {
        String daniel = offer(DANIEL, 1);
        PeerSession session = session(check(daniel));
        session.onDatagram(check(daniel), HOME, 1);
        session.onDatagram(Unpooled.wrappedBuffer(new byte[] {(byte) 0x80, 96, 1, 1}), HOME, 2);
        session.onDatagram(
                Unpooled.wrappedBuffer(new byte[] {(byte) 0x80, (byte) 200, 1, 1}), HOME, 2);
        assertThat(drops.count(DropReason.SRTP_BEFORE_KEYS)).isEqualTo(2);
    }

    @Test
    void aSeatTakenOverLeavesNothingBehind() throws Exception {
        String first = offer(DANIEL, 1);
        session(check(first)).onDatagram(check(first), HOME, 1);
        String second = offer(DANIEL, 2);
        assertThat(table.byRemote(HOME)).isNull();
        assertThat(table.byUfrag(check(first))).isNull();
        assertThat(session(check(second)).participant()).isEqualTo(DANIEL);
    }

    private String offer(ParticipantId who, int generation) throws Exception {
        String fingerprint = "AB" + ":AB".repeat(31);
        TestOffer offer = new TestOffer("peer", "p".repeat(24), fingerprint, false, 1, 1);
        MediaOffer media = new MediaOffer(generation, offer.sdp(1, 2, 3), false, MediaGate.OPEN);
        return room.offer(who, media, new OfferReader(List.of()).read(media), 0);
    }

    private PeerSession session(ByteBuf check) {
        PeerSession session = table.byUfrag(check);
        if (session == null) {
            throw new AssertionError("nobody has this user fragment");
        }
        return session;
    }

    private static ByteBuf check(String answer) {
        String ufrag = find(answer, "a=ice-ufrag:(\\S+)");
        String password = find(answer, "a=ice-pwd:(\\S+)");
        return Unpooled.wrappedBuffer(new StunClient().check(ufrag, password, "peer", true));
    }

    private static String find(String answer, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(answer);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /// Binds in the table under test, and sends nothing.
    private final class TableOutbox implements Outbox {
        @Override
        public void send(byte[] datagram, int length, @Nullable InetSocketAddress remote) {}

        @Override
        public void bindRemote(InetSocketAddress remote, PeerSession session) {
            table.bindRemote(remote, session);
        }

        @Override
        public void unbindRemote(InetSocketAddress remote, PeerSession session) {
            table.unbindRemote(remote, session);
        }

        @Override
        public void bindUfrag(String ufrag, PeerSession session) {
            table.bindUfrag(ufrag, session);
        }

        @Override
        public void unbindUfrag(String ufrag) {
            table.unbindUfrag(ufrag);
        }
    }
}
