package live.lyceum.bench.load;

import java.net.URI;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import live.lyceum.signaling.protocol.MediaIntent;
import org.jspecify.annotations.Nullable;

/// A page with microphone and camera that keeps its seat and its media: once it has its seat again
/// and nothing comes any more, it makes a new transport. Safe to call from any thread.
final class MediaPage {
    private static final long SILENT_NS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long LOOK_MS = 20;

    private final ClientLoop loop;
    private final Traffic traffic;
    private final Random random;
    private final TestPage page;
    private @Nullable Peer peer;
    private int generation;
    // Written on the client loop.
    private volatile long receivedNs = System.nanoTime() - SILENT_NS;
    private volatile long newestAudioNs = receivedNs;
    private volatile long newestVideoNs = receivedNs;

    MediaPage(ClientLoop loop, URI server, String token, Random random) throws Exception {
        this.loop = loop;
        this.random = random;
        traffic = loop.traffic();
        traffic.watch(this::onReceived);
        var _ =
                loop.call(() -> {
                    traffic.turn(true);
                    return true;
                });
        page = new TestPage(server, token, new MediaIntent(true, true, false));
        var _ = page.start(this::onSeated);
    }

    private void onReceived(boolean video, long sentNs, long nowNs) {
        receivedNs = nowNs;
        if (video) {
            newestVideoNs = sentNs;
        } else {
            newestAudioNs = sentNs;
        }
    }

    /// On a thread of its own. A failure leaves the page without media, which the test sees.
    private synchronized void onSeated() {
        long seatedNs = System.nanoTime();
        try {
            while (System.nanoTime() - receivedNs < SILENT_NS) {
                if (receivedNs - seatedNs > 0) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
            closePeer();
            generation++;
            var next = new Peer(traffic, 1, true, random);
            peer = next;
            WebRtcHandshake.join(loop, sdp -> page.offer(generation, sdp), next);
            receivedNs = System.nanoTime();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            page.wrong("no media: " + failed);
        }
    }

    private void closePeer() throws Exception {
        if (peer != null) {
            peer.close(loop);
            peer = null;
        }
    }

    /// Whether sound and picture have come that were sent after this time.
    boolean receives(long sinceNs) {
        return newestAudioNs - sinceNs > 0 && newestVideoNs - sinceNs > 0;
    }

    TestPage page() {
        return page;
    }

    /// Goes without a word; blocks until nothing comes any more.
    void close() throws Exception {
        page.close();
        synchronized (this) {
            closePeer();
        }
    }
}
