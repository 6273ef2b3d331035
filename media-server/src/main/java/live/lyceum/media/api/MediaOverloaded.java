package live.lyceum.media.api;

/// A media loop's command queue is full: nothing was done, try again later.
public final class MediaOverloaded extends Exception {
    private static final long serialVersionUID = 1L;

    public MediaOverloaded() {
        super("the media loop's queue is full");
    }
}
