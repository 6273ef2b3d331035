package live.lyceum.media.wire.codec;

/// What a forwarding unit has to know of a video payload, whatever its codec; a view over a
/// borrowed array, parsed into again and again. Owned by whoever parses.
public final class VideoPayload {
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();
    private PictureNumbers numbers = PictureNumbers.NONE;
    private boolean keyframeStart;

    /// Views an RTP payload of `len` bytes at `off` of `buf`, lent until the next parse. False: it
    /// is no well-formed payload of `codec`; then it starts no keyframe and has no numbers.
    public boolean parse(Codec codec, byte[] buf, int off, int len) {
        numbers = PictureNumbers.NONE;
        keyframeStart = false;
        switch (codec) {
            case VP8 -> {
                if (!vp8.parse(buf, off, len)) {
                    return false;
                }
                numbers = vp8.numbers();
                keyframeStart = vp8.keyframe();
            }
            case VP9 -> {
                if (!vp9.parse(buf, off, len)) {
                    return false;
                }
                numbers = vp9.numbers();
                keyframeStart = vp9.keyframe();
            }
            case H264 -> {
                if (!H264Payload.isWellFormed(buf, off, len)) {
                    return false;
                }
                keyframeStart = H264Payload.startsKeyframe(buf, off, len);
            }
            case AV1 -> {
                if (!Av1Payload.isWellFormed(buf, off, len)) {
                    return false;
                }
                keyframeStart = Av1Payload.startsKeyframe(buf, off);
            }
            case OPUS -> {
                return false;
            }
        }
        return true;
    }

    /// The packet is the first of a keyframe: a receiver may begin here.
    public boolean keyframeStart() {
        return keyframeStart;
    }

    /// Those of the payload; without a number where the codec has none.
    public PictureNumbers numbers() {
        return numbers;
    }
}
