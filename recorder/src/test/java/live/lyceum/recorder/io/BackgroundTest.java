package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class BackgroundTest {
    /// Of the thread that calls: proc_pid_stat(5), the 19th field.
    private static int nice() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            String behindTheName = stat.substring(stat.lastIndexOf(')') + 2);
            return Integer.parseInt(behindTheName.split(" ", -1)[16]);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void putsOneThreadBehindTheOthers() throws Exception {
        int before = nice();
        var inBackground = new CompletableFuture<Integer>();
        Thread.ofPlatform()
                .start(() -> {
                    Background.enter();
                    inBackground.complete(nice());
                })
                .join();
        assertThat(inBackground.join()).isEqualTo(Math.max(before, Background.NICE));
        assertThat(nice()).isEqualTo(before);
    }
}
