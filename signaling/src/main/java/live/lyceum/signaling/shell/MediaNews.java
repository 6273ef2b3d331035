package live.lyceum.signaling.shell;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.room.RoomCommand;

/// Takes what the media plane tells to whom it concerns: it is put from any thread, and read by the
/// room's mailbox, which owns the rest.
final class MediaNews {
    private final MediaInbox inbox = new MediaInbox();
    private final RoomMailbox mailbox;
    private final OfferDesk offers;
    private final ResourceDesk resources;
    private final Audience audience;
    private final Commits commits;
    private final Consumer<RoomCommand> log;
    private boolean stopped;

    /// @param log carries a command out that no client waits for
    MediaNews(
            RoomMailbox mailbox,
            OfferDesk offers,
            ResourceDesk resources,
            Audience audience,
            Commits commits,
            Consumer<RoomCommand> log) {
        this.mailbox = mailbox;
        this.offers = offers;
        this.resources = resources;
        this.audience = audience;
        this.commits = commits;
        this.log = log;
    }

    void transport(MediaInbox.Transport news) {
        wake(inbox.put(news));
    }

    void slots(MediaInbox.Slots news) {
        wake(inbox.put(news));
    }

    void speaking(Set<ParticipantId> speakers) {
        wake(inbox.put(speakers));
    }

    private void wake(boolean asleep) {
        if (asleep) {
            mailbox.signal(this::read);
        }
    }

    /// What comes from here on means nothing any more.
    void stop() {
        stopped = true;
    }

    private void read() {
        inbox.open();
        if (stopped) {
            return;
        }
        for (MediaInbox.Transport news : inbox.takeTransports()) {
            if (offers.counts(news.who(), news.generation())) {
                log.accept(
                        new RoomCommand.Transport(
                                news.who(), status(news.state()), news.proofAgoMs()));
                resources.transport(news.who(), news.generation(), news.state());
            }
        }
        inbox.takeSlots().forEach(this::tellSlots);
        var speakers = inbox.takeSpeaking();
        if (speakers != null) {
            audience.tellSpeaking(speakers);
        }
    }

    private static ParticipantStatus status(TransportState state) {
        return switch (state) {
            case ACTIVE -> ParticipantStatus.ACTIVE;
            case SILENT, CLOSED -> ParticipantStatus.DISCONNECTED;
        };
    }

    private void tellSlots(MediaInbox.Slots news) {
        Transports.Named named = offers.name(news.who(), news.generation());
        if (named != null) {
            List<SlotAssignment> slots = news.assignments();
            audience.tellSlots(
                    news.who(),
                    named.page(),
                    new ServerEvent.Slots(named.generation(), news.version(), slots),
                    news.reoffer(),
                    commits.durable().seq());
        }
    }
}
