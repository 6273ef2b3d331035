package live.lyceum.recorder.testkit;

import java.util.Locale;

/// A [GeminiService] as a program, for tests of pages. It says `ready <port>` and serves until it
/// is killed. Arguments: `--port=9000`, `--late-ms=2000`, and [GeminiScript.Trait]s: `--reworded`.
public final class GeminiProgram {
    private GeminiProgram() {}

    static void main(String[] arguments) throws InterruptedException {
        int port = 0;
        for (String each : arguments) {
            if (each.startsWith("--port=")) {
                port = Integer.parseInt(each.substring(each.indexOf('=') + 1));
            }
        }
        GeminiService service = GeminiService.start(port);
        for (String each : arguments) {
            if (each.startsWith("--late-ms=")) {
                service.script().lateMs(Long.parseLong(each.substring(each.indexOf('=') + 1)));
            } else if (!each.startsWith("--port=")) {
                String name = each.replaceFirst("^--", "").toUpperCase(Locale.ROOT);
                service.script().set(GeminiScript.Trait.valueOf(name), true);
            }
        }
        System.out.println("ready " + service.port());
        Thread.currentThread().join();
    }
}
