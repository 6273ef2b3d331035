package live.lyceum.media.session;

import live.lyceum.media.api.MediaKind;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.forward.OutgoingFormat;
import live.lyceum.media.forward.OutgoingStream;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.forward.Subscription;
import org.jspecify.annotations.Nullable;

/// One receiving m-line of a client: a stream that goes on, and who stands on it now. Owned by its
/// session.
final class Slot {
    private final String mid;
    private final MediaKind kind;
    private final OutgoingStream stream;
    private @Nullable Publication publication;
    private @Nullable Subscription subscription;

    Slot(String mid, MediaKind kind, OutgoingStream stream) {
        this.mid = mid;
        this.kind = kind;
        this.stream = stream;
    }

    String mid() {
        return mid;
    }

    OutgoingStream stream() {
        return stream;
    }

    @Nullable Publication publication() {
        return publication;
    }

    /// The flow of packets, null before the transport is up.
    @Nullable Subscription subscription() {
        return subscription;
    }

    boolean free() {
        return publication == null;
    }

    /// Puts `next` on the slot, or nobody; packets flow after [#connect]. Nothing of who stood
    /// there is sent again: that person may be muted by now, or gone.
    void assign(@Nullable Publication next) {
        disconnect();
        publication = next;
    }

    /// No packets flow until [#connect].
    void disconnect() {
        if (publication != null && subscription != null) {
            publication.unsubscribe(subscription);
        }
        subscription = null;
        stream.forget();
    }

    /// The receiver's transport is up: packets flow from now on.
    void connect(long nowNs) {
        if (publication != null && subscription == null) {
            subscription = publication.subscribe(stream, nowNs);
        }
    }

    /// The receiver negotiated anew. When that changes anything, whoever stands here begins with a
    /// keyframe.
    void renegotiated(OutgoingFormat format) {
        if (!format.equals(stream.format())) {
            stream.renegotiated(format);
            if (subscription != null) {
                subscription.interrupt();
            }
        }
    }

    SlotAssignment assignment() {
        return new SlotAssignment(
                mid,
                kind,
                publication == null ? null : publication.owner(),
                publication == null ? null : publication.source());
    }
}
