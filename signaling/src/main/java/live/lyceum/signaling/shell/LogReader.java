package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.EventStore;

/// Reads whole logs, page by page.
final class LogReader {
    private static final int PAGE = 1_000;

    private LogReader() {}

    /// All rows of a log; none for an unknown room.
    static CompletionStage<List<RoomEvent.Logged>> all(EventStore store, RoomId id) {
        return all(store, id, new ArrayList<>());
    }

    private static CompletionStage<List<RoomEvent.Logged>> all(
            EventStore store, RoomId id, List<RoomEvent.Logged> soFar) {
        long after = soFar.isEmpty() ? 0 : soFar.getLast().seq();
        return store.read(id, after, PAGE)
                .thenCompose(page -> {
                    soFar.addAll(page);
                    return page.size() == PAGE
                            ? all(store, id, soFar)
                            : CompletableFuture.completedStage(soFar);
                });
    }

    /// What was written after the row `after`, at most `limit` messages.
    static CompletionStage<List<ChatMessage>> chat(
            EventStore store, RoomId id, long after, int limit) {
        return chat(store, id, after, limit, new ArrayList<>());
    }

    private static CompletionStage<List<ChatMessage>> chat(
            EventStore store, RoomId id, long after, int limit, List<ChatMessage> soFar) {
        return store.read(id, after, PAGE)
                .thenCompose(page -> {
                    for (RoomEvent.Logged row : page) {
                        if (soFar.size() < limit
                                && row.fact() instanceof RoomFact.Said(ChatMessage message)) {
                            soFar.add(message);
                        }
                    }
                    return soFar.size() < limit && page.size() == PAGE
                            ? chat(store, id, page.getLast().seq(), limit, soFar)
                            : CompletableFuture.completedStage(soFar);
                });
    }

    /// When the topics of a room that are done were marked so, in epoch milliseconds by their ids.
    static CompletionStage<Map<String, Long>> topicsDone(EventStore store, RoomId id) {
        return all(store, id)
                .thenApply(rows -> {
                    Map<String, Long> doneAtMs = new HashMap<>();
                    for (RoomEvent.Logged row : rows) {
                        if (row.fact() instanceof RoomFact.TopicsSet(List<Topic> topics)) {
                            doneAtMs.keySet()
                                    .retainAll(
                                            topics.stream()
                                                    .filter(Topic::done)
                                                    .map(Topic::id)
                                                    .toList());
                            for (Topic each : topics) {
                                if (each.done()) {
                                    doneAtMs.putIfAbsent(each.id(), row.wallMs());
                                }
                            }
                        }
                    }
                    return doneAtMs;
                });
    }
}
