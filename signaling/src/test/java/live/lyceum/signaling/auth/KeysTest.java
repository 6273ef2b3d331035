package live.lyceum.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of secrets, and the tokens that need no file.
class KeysTest {
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final ParticipantId MINA = new ParticipantId("mina");

    @TempDir Path folder;

    @Test
    void theSigningKeyIsMadeOnceForItsOwnerOnly() throws IOException {
        SigningKey made = SigningKey.loadOrCreate(folder.resolve("data"));

        assertThat(SigningKey.loadOrCreate(folder.resolve("data"))).isEqualTo(made);
        assertOwnerOnly(folder.resolve("data/signing-key"));
        assertThat(made.toString()).doesNotContain(Secrets.base64(made.secret()));
    }

    private static void assertOwnerOnly(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aBrokenSigningKeyIsNotReplaced() throws IOException {
        for (String broken : new String[] {"", "x", "k1 short", "k1 !!!"}) {
            Files.writeString(folder.resolve("signing-key"), broken + "\n");
            assertThatThrownBy(() -> SigningKey.loadOrCreate(folder))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aResumeTokenIsGoodForItsSeatAlone() {
        var tokens = new ResumeTokens(new SigningKey("k1", Digests.sha256("ours")));
        String page = tokens.newPage();
        String token = tokens.issue(ROOM, MINA, page);

        assertThat(tokens.page(ROOM, MINA, token)).isEqualTo(page);
        assertThat(tokens.page(ROOM, new ParticipantId("daniel"), token)).isNull();
        assertThat(tokens.page(new RoomId("ses_2"), MINA, token)).isNull();
        assertThat(tokens.page(ROOM, MINA, "x" + token)).isNull();
        assertThat(tokens.page(ROOM, MINA, token + "x")).isNull();
        assertThat(tokens.page(ROOM, MINA, page)).isNull();
        assertThat(tokens.page(ROOM, MINA, ".")).isNull();
        var others = new ResumeTokens(new SigningKey("k1", Digests.sha256("theirs")));
        assertThat(others.page(ROOM, MINA, token)).isNull();
    }
}
