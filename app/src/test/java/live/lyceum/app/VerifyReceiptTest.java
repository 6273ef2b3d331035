package live.lyceum.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import live.lyceum.signaling.auth.ReceiptKey;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

class VerifyReceiptTest {
    private static final String SIGNED = "{\"v\":1,\"activeMs\":5}";

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path receipt;
    private Path key;

    @BeforeEach
    void sign() throws IOException {
        ReceiptKey signer = ReceiptKey.loadOrCreate(folder);
        var signed = new ReceiptCodec.Signed(SIGNED, signer.known().kid(), signer.sign(SIGNED));
        receipt = Files.write(folder.resolve("receipt.json"), signed.file());
        key = Files.write(folder.resolve("key.json"), ReceiptCodec.signer(signer.known()));
    }

    private int verify(Object... words) {
        String[] all = new String[words.length + 1];
        all[0] = "verify";
        for (int i = 0; i < words.length; i++) {
            all[i + 1] = words[i].toString();
        }
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    @Test
    void aGoodReceiptIsShown() {
        assertThat(verify(receipt, "--key", key)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(SIGNED, "good: signed by ");
    }

    @Test
    void aChangedReceiptIsBad() throws IOException {
        // The name of the key is random: only the minutes may change here.
        String changed = Files.readString(receipt).replace(":5}", ":6}");
        Files.writeString(receipt, changed);

        assertThat(verify(receipt, "--key", key)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).startsWith("bad: it was changed");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aLogThatIsNoneIsBad() throws IOException {
        Path page = Files.writeString(folder.resolve("page.json"), "{\"items\":1}");

        assertThat(verify(receipt, "--key", key, "--events", page)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).startsWith("bad: a page of the log");
    }

    @Test
    void whatIsMissingIsTold() {
        assertThat(verify(receipt)).isEqualTo(ExitCode.USAGE);
        assertThat(verify(folder.resolve("nothing"), "--key", key)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("there is no file");
        assertThat(verify(receipt, "--key", receipt)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("is no public key");
    }
}
