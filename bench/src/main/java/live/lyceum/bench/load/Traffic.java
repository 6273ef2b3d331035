package live.lyceum.bench.load;

import java.util.ArrayList;
import java.util.List;

/// All peers of one target, and what is counted of them in a window. A packet belongs to the window
/// it was sent in, whenever it arrives. Owned by the client loop.
final class Traffic {
    /// Told of each packet that arrives, in or outside of a window.
    interface Watch {
        void onReceived(boolean video, long sentNs, long nowNs);
    }

    private final Arrivals arrivals;
    private final List<Peer> peers = new ArrayList<>();
    private boolean on;
    private long startNs;
    private long endNs;
    private long expected;
    private Delays delays = new Delays();
    private Delays arrivalDelays = new Delays();
    private Watch watch = (video, sentNs, nowNs) -> {};

    Traffic(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    void watch(Watch watch) {
        this.watch = watch;
    }

    void add(Peer peer) {
        peers.add(peer);
        if (on) {
            peer.start(System.nanoTime());
        }
    }

    void remove(Peer peer) {
        peers.remove(peer);
    }

    void turn(boolean on) {
        this.on = on;
        if (on) {
            long nowNs = System.nanoTime();
            peers.forEach(peer -> peer.start(nowNs));
        }
    }

    /// Forgets the window before.
    void openWindow(long startNs, long endNs) {
        this.startNs = startNs;
        this.endNs = endNs;
        expected = 0;
        delays = new Delays();
        arrivalDelays = new Delays();
    }

    void tick(long nowNs) {
        for (int i = 0; i < peers.size(); i++) {
            peers.get(i).tick(nowNs, on);
        }
    }

    void onSent(long sentNs, int receivers) {
        if (inWindow(sentNs)) {
            expected += receivers;
        }
    }

    /// @param socket of the receiver, which has read nothing since
    void onReceived(boolean video, long sentNs, int socket, long nowNs) {
        // Also outside of windows: a socket has stamps from the first question on.
        long arrivedNs = arrivals.arrivedNs(socket);
        watch.onReceived(video, sentNs, nowNs);
        if (inWindow(sentNs)) {
            delays.add(nowNs - sentNs);
            arrivalDelays.add(arrivedNs - sentNs);
        }
    }

    long expected() {
        return expected;
    }

    Delays delays() {
        return delays;
    }

    /// The part of them until packets were in their receiver's socket.
    Delays arrivalDelays() {
        return arrivalDelays;
    }

    private boolean inWindow(long sentNs) {
        return sentNs - startNs >= 0 && sentNs - endNs < 0;
    }
}
