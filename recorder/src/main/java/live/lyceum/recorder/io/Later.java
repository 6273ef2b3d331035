package live.lyceum.recorder.io;

/// Has something done on its owner's thread after a while.
interface Later {
    void run(long inMs, Runnable task);
}
