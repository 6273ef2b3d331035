package live.lyceum.recorder.depacketize;

import org.jspecify.annotations.Nullable;

/// How a codec's pictures lie in payloads. Used for one packet after another: [#parse], then what
/// it says, then [#add]; [#finish] after the last of a picture.
interface PayloadFormat {
    /// Views the payload of `len` bytes at `off` of `buf`; false if it is none of this codec.
    boolean parse(byte[] buf, int off, int len);

    /// Whether a picture begins with the parsed payload, as far as it shows.
    ///
    /// @param certain whether nothing is missing between the picture before and this payload
    boolean starts(boolean certain);

    /// Adds the parsed payload to the picture; false if it does not fit to what was added before.
    boolean add(FrameBytes picture);

    /// The picture as its decoder takes it; null if there is nothing to decode in it, or a piece is
    /// missing.
    byte @Nullable [] finish(FrameBytes picture);

    /// Whether decoding can begin with the picture that was finished.
    boolean key();

    /// Nothing of what was added before counts any more.
    void reset();

    /// The picture's number, and of how many bits it is; 0 bits where there is none.
    default int pictureId() {
        return 0;
    }

    default int pictureIdBits() {
        return 0;
    }
}
