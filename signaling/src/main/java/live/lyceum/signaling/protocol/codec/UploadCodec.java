package live.lyceum.signaling.protocol.codec;

import java.util.List;
import java.util.Map;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Upload;
import live.lyceum.signaling.protocol.UploadDraft;
import live.lyceum.signaling.protocol.UploadType;
import org.jspecify.annotations.Nullable;

/// The bodies of the requests about what people record on their own devices.
public final class UploadCodec {
    private static final int MAX_TYPE = 200;
    private static final String NEXT_INDEX = "nextIndex";

    private UploadCodec() {}

    /// The body of `POST /media/recordings`, which may be left out.
    public static UploadDraft draft(String body) throws ProblemException {
        if (body.isBlank()) {
            return new UploadDraft(UploadType.WEBM, null, null);
        }
        Fields fields = SessionCodec.read(body);
        var draft =
                new UploadDraft(
                        type(fields),
                        fields.timeOrNull("startedAt"),
                        fields.has("op") ? fields.op() : null);
        SessionCodec.refuseIfWrong(fields);
        return draft;
    }

    private static UploadType type(Fields fields) {
        if (!fields.has("type")) {
            return UploadType.WEBM;
        }
        UploadType type = UploadType.of(fields.text("type", MAX_TYPE));
        if (type == null) {
            fields.wrong("type", "is not video/webm or video/mp4");
            return UploadType.WEBM;
        }
        return type;
    }

    /// An upload as its owner sees it.
    ///
    /// @param maxChunk bytes of a chunk
    /// @param url where the file can be read, or null
    public static byte[] upload(Upload upload, int maxChunk, @Nullable String url) {
        return Json.bytes(
                Json.object()
                        .put("id", upload.id().value())
                        .put("sessionId", upload.session().value())
                        .put("type", upload.type().mediaType())
                        .put("state", Json.word(upload.state()))
                        .put("startedAt", Json.time(upload.startedAtMs()))
                        .put(NEXT_INDEX, upload.nextIndex())
                        .put("maxChunk", maxChunk)
                        .put("bytes", upload.bytes())
                        .put("sha256", upload.sha256())
                        .put("url", url));
    }

    /// Which chunk is awaited.
    public static byte[] awaited(int nextIndex) {
        return Json.bytes(Json.object().put(NEXT_INDEX, nextIndex));
    }

    /// A problem that says which chunk is awaited.
    public static ProblemException outOfOrder(int nextIndex) {
        return new ProblemException(
                new Problem(
                        Problem.Code.CONFLICT,
                        "Another chunk is awaited, or none any more",
                        List.of(),
                        0,
                        Map.of(NEXT_INDEX, nextIndex)));
    }
}
