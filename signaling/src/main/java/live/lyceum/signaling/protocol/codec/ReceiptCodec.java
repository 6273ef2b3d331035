package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.OutcomeClaims;
import live.lyceum.signaling.protocol.Receipt;
import live.lyceum.signaling.protocol.ReceiptSigner;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import org.jspecify.annotations.Nullable;

/// Receipts as JSON without white space. What is signed are the bytes of the member `receipt`.
public final class ReceiptCodec {
    private static final int VERSION = 1;
    private static final long SECOND_MS = 1_000;

    /// How long an outcome is good: somebody may stay on the page that thanks them.
    private static final long OUTCOME_S = 24 * 3_600;

    private ReceiptCodec() {}

    /// A receipt with who signed it.
    ///
    /// @param receipt what is signed, in UTF-8
    /// @param kid which key signed it
    /// @param signature in base64url
    public record Signed(String receipt, String kid, String signature) {
        /// What is handed out.
        public byte[] file() {
            ObjectNode tree = Json.object();
            tree.set("receipt", Json.object(receipt));
            return Json.bytes(tree.put("kid", kid).put("signature", signature));
        }

        /// The server that signed it, as the receipt says; empty if it does not.
        public String issuer() {
            ObjectNode tree = Json.object(receipt);
            return tree == null ? "" : tree.path("issuer").asText();
        }
    }

    /// What is signed of a receipt.
    public static String receipt(Receipt receipt) {
        SessionRecord session = receipt.session();
        SessionPlan plan = session.plan();
        SessionEnd end = receipt.end();
        ObjectNode tree = Json.object().put("v", VERSION).put("issuer", receipt.issuer());
        tree.putObject("session")
                .put("id", plan.id().value())
                .put("title", plan.title())
                .put("plannedMs", plan.plannedMs())
                .put("startsAt", Json.time(plan.startsAtMs()))
                .put("startedAt", Json.timeOrNull(session.startedAtMs()))
                .put("endedAt", Json.time(end.atMs()));
        tree.put("activeMs", end.activeMs());
        ServerEncoder.putHow(end, tree);
        var attendance = tree.putArray("attendance");
        for (Receipt.Attendance each : receipt.attendance()) {
            attendance
                    .addObject()
                    .put("id", each.who().value())
                    .put("role", Json.word(each.role()))
                    .put("activeMs", each.activeMs());
        }
        var topics = tree.putArray("topics");
        receipt.topics().forEach(each -> ServerEncoder.put(each, topics.addObject()));
        // A receipt without any is as it was before there were recordings.
        if (!receipt.recordings().isEmpty()) {
            var recordings = tree.putArray("recordings");
            receipt.recordings().forEach(each -> put(each, recordings.addObject()));
        }
        tree.putObject("log")
                .put("epoch", receipt.log().epoch())
                .put("rows", receipt.log().rows())
                .put("head", receipt.log().head());
        return tree.toString();
    }

    private static void put(Receipt.Recorded recorded, ObjectNode tree) {
        tree.put("id", recorded.id().value())
                .put("startedAt", Json.time(recorded.startedAtMs()))
                .put("endedAt", Json.time(recorded.endedAtMs()));
        var files = tree.putArray("files");
        for (Receipt.File each : recorded.files()) {
            files.addObject()
                    .put("name", each.name())
                    .put("bytes", each.bytes())
                    .put("sha256", each.sha256());
        }
    }

    /// The recordings of what is signed.
    ///
    /// @throws IllegalArgumentException if it is nothing that [#receipt] wrote
    public static List<Receipt.Recorded> recordings(String receipt) {
        ObjectNode tree = Json.object(receipt);
        if (tree == null) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        List<Receipt.Recorded> all = new ArrayList<>();
        for (JsonNode each : tree.path("recordings")) {
            List<Receipt.File> files = new ArrayList<>();
            for (JsonNode file : each.path("files")) {
                files.add(
                        new Receipt.File(
                                file.path("name").asText(),
                                file.path("bytes").asLong(),
                                file.path("sha256").asText()));
            }
            all.add(
                    new Receipt.Recorded(
                            new RecordingId(each.path("id").asText()),
                            epochMs(each.path("startedAt")),
                            epochMs(each.path("endedAt")),
                            files));
        }
        return all;
    }

    private static long epochMs(JsonNode time) {
        try {
            return Instant.parse(time.asText()).toEpochMilli();
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException("a time is RFC 3339", none);
        }
    }

    /// What is signed of an outcome: the claims of a JWT (RFC 7519 section 4).
    public static String outcome(OutcomeClaims claims) {
        SessionEnd end = claims.end();
        ObjectNode tree =
                Json.object()
                        .put("iss", claims.issuer())
                        .put("sub", claims.who().value())
                        .put("aud", claims.audience())
                        .put("session", claims.session().value());
        ServerEncoder.putHow(end, tree);
        long issuedS = claims.issuedMs() / SECOND_MS;
        return tree.put("activeMs", end.activeMs())
                .put("attendedMs", claims.attendedMs())
                .put("iat", issuedS)
                .put("exp", issuedS + OUTCOME_S)
                .toString();
    }

    /// What a file has; null if it is no receipt, byte for byte as it was handed out.
    public static @Nullable Signed read(byte[] file) {
        ObjectNode tree = Json.object(new String(file, StandardCharsets.UTF_8));
        if (tree == null || !(tree.get("receipt") instanceof ObjectNode receipt)) {
            return null;
        }
        JsonNode kid = tree.path("kid");
        JsonNode signature = tree.path("signature");
        var signed = new Signed(receipt.toString(), kid.asText(), signature.asText());
        return Arrays.equals(signed.file(), file) ? signed : null;
    }

    /// A public key as a JSON Web Key (RFC 8037 section 2).
    public static byte[] signer(ReceiptSigner signer) {
        return Json.bytes(
                Json.object()
                        .put("kty", "OKP")
                        .put("crv", "Ed25519")
                        .put("kid", signer.kid())
                        .put("x", signer.x()));
    }

    /// The key that was written; null if it is none.
    public static @Nullable ReceiptSigner readSigner(byte[] key) {
        ObjectNode tree = Json.object(new String(key, StandardCharsets.UTF_8));
        return tree == null || !tree.path("kid").isTextual() || !tree.path("x").isTextual()
                ? null
                : new ReceiptSigner(tree.path("kid").asText(), tree.path("x").asText());
    }
}
