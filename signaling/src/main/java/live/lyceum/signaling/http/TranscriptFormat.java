package live.lyceum.signaling.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import live.lyceum.signaling.protocol.Transcript;
import live.lyceum.signaling.protocol.codec.Captions;
import live.lyceum.signaling.protocol.codec.TranscriptCodec;
import live.lyceum.signaling.shell.Transcripts;
import org.jspecify.annotations.Nullable;

/// As what a transcript can be read.
enum TranscriptFormat {
    JSON("application/json"),
    VTT("text/vtt; charset=utf-8"),
    SRT("application/x-subrip; charset=utf-8"),
    TXT("text/plain; charset=utf-8");

    /// Those that name them.
    static final List<String> WORDS = Stream.of(values()).map(TranscriptFormat::word).toList();

    private final String type;

    TranscriptFormat(String type) {
        this.type = type;
    }

    /// The format that a word names, or null.
    static @Nullable TranscriptFormat of(String word) {
        for (TranscriptFormat each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        return null;
    }

    /// Also how a file's name ends.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All of a transcript, without what was erased.
    HttpReply whole(Transcripts.Said said) {
        Transcript lines = said.transcript();
        byte[] body =
                switch (this) {
                    case JSON -> TranscriptCodec.file(lines.readable().toList(), said.complete());
                    case VTT -> bytes(Captions.vtt(lines, said.zeroMs()));
                    case SRT -> bytes(Captions.srt(lines, said.zeroMs()));
                    case TXT -> bytes(Captions.text(lines, said.zeroMs()));
                };
        return HttpReply.of(200, type, body).with("Cache-Control", "no-store");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
