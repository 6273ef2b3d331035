package live.lyceum.recorder.mux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import live.lyceum.recorder.api.Film;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/// Writes a WebM or MP4 file of streams that are encoded already.
public final class Muxer implements AutoCloseable {
    /// What Matroska keeps time in.
    private static final int MS = 1_000;

    /// What 20 ms of Opus, its length in the stream's unit, begin with (RFC 7845 section 5.1).
    private static final int PRE_SKIP = 312;

    private final Path path;
    private final AVFormatContext context = new AVFormatContext(null);
    private final PacketBuffer packet = new PacketBuffer();
    private boolean header;
    private boolean open;

    /// @param container `webm` or `mp4`
    public Muxer(Path path, String container) throws IOException {
        this.path = path;
        Native.check(
                avformat_alloc_output_context2(context, null, container, path.toString()),
                container);
        open = true;
        var io = new AVIOContext(null);
        int opened = avio_open(io, path.toString(), AVIO_FLAG_WRITE);
        if (opened < 0) {
            close();
        }
        Native.check(opened, path.getFileName().toString());
        context.pb(io);
    }

    /// Adds a stream of video.
    ///
    /// @param rate units of its times in a second
    /// @param extra what the container has to know of the codec besides; may be empty
    /// @return its number
    public int video(String codec, int width, int height, int rate, byte[] extra)
            throws IOException {
        AVStream stream = Native.made(avformat_new_stream(context, null), "a stream");
        AVCodecParameters of = stream.codecpar();
        of.codec_type(AVMEDIA_TYPE_VIDEO);
        of.codec_id(VideoDecoder.codecId(codec));
        of.width(width);
        of.height(height);
        if (extra.length > 0) {
            Native.extradata(of, extra);
        }
        stream.time_base().num(1).den(rate);
        return stream.index();
    }

    /// Adds a stream of Opus, times in samples at 48 kHz.
    ///
    /// @return its number
    public int opus(int channels) {
        AVStream stream = Native.made(avformat_new_stream(context, null), "a stream");
        AVCodecParameters of = stream.codecpar();
        of.codec_type(AVMEDIA_TYPE_AUDIO);
        of.codec_id(AV_CODEC_ID_OPUS);
        of.sample_rate(48_000);
        of.frame_size(960);
        of.initial_padding(PRE_SKIP);
        of.seek_preroll(3_840);
        av_channel_layout_default(of.ch_layout(), channels);
        byte[] head =
                ByteBuffer.allocate(19)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put("OpusHead".getBytes(StandardCharsets.US_ASCII))
                        .put((byte) 1)
                        .put((byte) channels)
                        .putShort((short) PRE_SKIP)
                        .putInt(48_000)
                        .putShort((short) 0)
                        .put((byte) 0)
                        .array();
        Native.extradata(of, head);
        stream.time_base().num(1).den(48_000);
        return stream.index();
    }

    /// Says what the file is, for those who open it elsewhere.
    public void title(String title) {
        var metadata = new AVDictionary(null);
        av_dict_set(metadata, "title", title, 0);
        context.metadata(metadata);
    }

    /// Adds chapters; before [#begin].
    public void chapters(List<Film.Chapter> chapters, long endMs) {
        if (chapters.isEmpty()) {
            return;
        }
        int bytes = chapters.size() * Long.BYTES;
        var all = new PointerPointer<AVChapter>(Native.made(av_mallocz(bytes), "chapters"));
        for (int i = 0; i < chapters.size(); i++) {
            long end = i + 1 < chapters.size() ? chapters.get(i + 1).atMs() : endMs;
            long size = Pointer.sizeof(AVChapter.class);
            var chapter = new AVChapter(Native.made(av_mallocz(size), "a chapter"));
            chapter.id(i + 1);
            chapter.time_base().num(1).den(MS);
            chapter.start(chapters.get(i).atMs());
            chapter.end(Math.max(end, chapters.get(i).atMs()));
            var metadata = new AVDictionary(null);
            av_dict_set(metadata, "title", chapters.get(i).title(), 0);
            chapter.metadata(metadata);
            all.put(i, chapter);
        }
        context.chapters(all);
        context.nb_chapters(chapters.size());
    }

    /// Writes the header; after that packets.
    public void begin(Map<String, String> options) throws IOException {
        Native.check(
                Native.withOptions(options, each -> avformat_write_header(context, each)),
                "a header");
        header = true;
    }

    /// The unit of a stream's times after [#begin], which the container may have changed: so many
    /// in a second.
    public int rate(int stream) {
        return context.streams(stream).time_base().den();
    }

    /// Writes a packet; each stream's times grow.
    ///
    /// @param pts in the stream's unit
    /// @param duration in the stream's unit
    public void write(int stream, long pts, long duration, boolean key, byte[] data)
            throws IOException {
        packet.set(data, pts, key);
        packet.packet.stream_index(stream);
        packet.packet.duration(duration);
        int written = av_write_frame(context, packet.packet);
        packet.clear();
        Native.check(written, path.getFileName().toString());
        Native.check(context.pb().error(), path.getFileName().toString());
    }

    /// Ends the file and brings it to the disk.
    public void end() throws IOException {
        // Even a trailer that fails has freed what a second one would need.
        header = false;
        Native.check(av_write_trailer(context), path.getFileName().toString());
        Native.check(context.pb().error(), path.getFileName().toString());
        int closed = closeFile();
        Native.check(closed, path.getFileName().toString());
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    private int closeFile() {
        AVIOContext io = context.pb();
        int closed = io == null || io.isNull() ? 0 : avio_closep(io);
        context.pb(null);
        return closed;
    }

    /// Frees it; a file that was not ended is left as it is.
    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        if (header) {
            // The muxer's own memory is freed by its trailer only.
            av_write_trailer(context);
        }
        closeFile();
        avformat_free_context(context);
        packet.close();
    }
}
