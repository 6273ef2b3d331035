package live.lyceum.signaling.shell;

import java.util.List;
import java.util.function.Consumer;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.room.RoomCommand;

/// Takes what the media plane has told to whom it concerns. Owned by the room's mailbox.
final class MediaNews {
    private final MediaInbox inbox;
    private final OfferDesk offers;
    private final ResourceDesk resources;
    private final Audience audience;
    private final Commits commits;
    private final Consumer<RoomCommand> log;

    /// @param log carries a command out that no client waits for
    MediaNews(
            MediaInbox inbox,
            OfferDesk offers,
            ResourceDesk resources,
            Audience audience,
            Commits commits,
            Consumer<RoomCommand> log) {
        this.inbox = inbox;
        this.offers = offers;
        this.resources = resources;
        this.audience = audience;
        this.commits = commits;
        this.log = log;
    }

    /// Takes out what there is.
    void read() {
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
