package live.lyceum.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

class KeyCommandsTest {
    @TempDir Path folder;
    private final StringWriter err = new StringWriter();
    private StringWriter out = new StringWriter();

    private int keys(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "keys";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data-dir";
        all[words.length + 2] = folder.toString();
        out = new StringWriter();
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    @Test
    void aKeyIsMadeListedAndTakenAway() {
        assertThat(keys("create", "--tenant", "school-2", "--scopes", "webhooks,sessions.read"))
                .isEqualTo(ExitCode.OK);
        String written = out.toString().strip();
        assertThat(written).matches("rk_[0-9a-z]{12}_[A-Za-z0-9_-]{32}");
        String id = written.split("_", -1)[1];

        assertThat(keys("list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains(id, "school-2", "sessions.read,webhooks", "operator")
                .doesNotContain(written.substring(16));

        assertThat(keys("delete", id)).isEqualTo(ExitCode.OK);
        assertThat(keys("delete", id)).isEqualTo(ExitCode.USAGE);
        assertThat(keys("list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatIsNoTenantAndNoScopeIsRefused() {
        assertThat(keys("create", "--tenant", "School")).isEqualTo(ExitCode.USAGE);
        assertThat(keys("create", "--scopes", "all")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--tenant: 1 to 40", "--scopes: all is none");
    }
}
