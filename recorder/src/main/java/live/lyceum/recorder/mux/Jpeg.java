package live.lyceum.recorder.mux;

import java.io.IOException;

/// Lays JPEGs of one size side by side.
public final class Jpeg implements AutoCloseable {
    private final VideoDecoder decoder = VideoDecoder.jpeg();
    private final Scaler scaler = new Scaler();
    private final Picture one;
    private final Picture all;

    /// @param width of each one
    /// @param height of each one
    /// @param allWidth of all together
    /// @param allHeight of all together
    public Jpeg(int width, int height, int allWidth, int allHeight) throws IOException {
        one = Picture.still(width, height);
        all = Picture.still(allWidth, allHeight);
        all.clear();
    }

    /// Lays one down at an even place; a damaged one leaves it empty.
    public void put(byte[] jpeg, int left, int top) throws IOException {
        if (decoder.decode(jpeg, 0, true)) {
            var whole = new Scaler.Crop(0, 0, decoder.width(), decoder.height());
            scaler.scale(decoder, whole, one);
            all.planes().put(one.planes(), left, top);
        }
    }

    /// All of them as one JPEG.
    ///
    /// @param quality 2 (best) to 31
    public byte[] encode(int quality) throws IOException {
        byte[][] out = new byte[1][];
        try (Encoder encoder = Encoder.jpeg(all.planes().width(), all.planes().height(), quality)) {
            encoder.picture(all, 0, true, (_, _, data) -> out[0] = data);
        }
        return out[0];
    }

    @Override
    public void close() {
        decoder.close();
        scaler.close();
        one.close();
        all.close();
    }
}
