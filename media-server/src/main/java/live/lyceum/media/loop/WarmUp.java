package live.lyceum.media.loop;

/// Runs once what is slow the first time, before anybody is let in.
final class WarmUp {
    private WarmUp() {}

    static void run() {}
}
