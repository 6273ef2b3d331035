package live.lyceum.signaling.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A session as somebody knows it who is told by webhooks alone.
public final class HookLedger {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Set<String> present = new TreeSet<>();
    private final Map<String, Long> attendanceMs = new LinkedHashMap<>();
    private String state = "scheduled";
    private String outcome = "";
    private String recording = "";
    private long activeMs;

    /// Takes the body of the next delivery.
    public void told(String body) {
        JsonNode event;
        try {
            event = MAPPER.readTree(body);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
        JsonNode data = event.get("data");
        switch (event.get("type").asText()) {
            case "participant.joined" -> require(present.add(name(data)), event);
            case "participant.left" -> require(present.remove(name(data)), event);
            case "session.started" -> run(state.equals("scheduled"), event);
            case "session.resumed" -> run(state.equals("paused"), event);
            case "session.paused" -> {
                activeMs = data.get("activeMs").asLong();
                state = "paused";
            }
            case "session.ended" -> {
                activeMs = data.get("activeMs").asLong();
                state = "ended";
                outcome = data.get("outcome").asText();
                data.get("attendance")
                        .forEach(each ->
                                attendanceMs.put(
                                        each.get("id").asText(), each.get("activeMs").asLong()));
            }
            case "recording.started" -> {
                require(recording.isEmpty(), event);
                recording = data.get("recording").asText();
            }
            case "recording.stopped" -> {
                require(recording.equals(data.get("recording").asText()), event);
                recording = "";
            }
            default -> {}
        }
    }

    private static String name(JsonNode data) {
        return data.get("participant").asText();
    }

    private void run(boolean expected, JsonNode event) {
        require(expected, event);
        activeMs = event.get("data").get("activeMs").asLong();
        state = "live";
    }

    private static void require(boolean holds, JsonNode event) {
        if (!holds) {
            throw new IllegalStateException("out of order: " + event);
        }
    }

    /// As REST has it.
    public String state() {
        return state;
    }

    public String outcome() {
        return outcome;
    }

    /// The id of the one that is made, or empty.
    public String recording() {
        return recording;
    }

    /// Joint active time, as of the last event of the session.
    public long activeMs() {
        return activeMs;
    }

    public Map<String, Long> attendanceMs() {
        return attendanceMs;
    }

    /// The ids of those in the room.
    public Set<String> present() {
        return present;
    }
}
