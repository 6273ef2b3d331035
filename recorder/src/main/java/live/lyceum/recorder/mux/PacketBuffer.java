package live.lyceum.recorder.mux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/// One native packet, used again and again.
final class PacketBuffer implements AutoCloseable {
    final AVPacket packet = Native.made(av_packet_alloc(), "a packet");

    /// Fills it.
    void set(byte[] data, long pts, boolean key) throws NativeException {
        av_packet_unref(packet);
        Native.check(av_new_packet(packet, data.length), "a packet");
        packet.data().put(data, 0, data.length);
        packet.pts(pts);
        packet.dts(pts);
        packet.flags(key ? AV_PKT_FLAG_KEY : 0);
    }

    /// What is in it.
    byte[] bytes() {
        byte[] bytes = new byte[packet.size()];
        if (bytes.length > 0) {
            packet.data().get(bytes, 0, bytes.length);
        }
        return bytes;
    }

    boolean key() {
        return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    }

    void clear() {
        av_packet_unref(packet);
    }

    @Override
    public void close() {
        av_packet_free(packet);
    }
}
