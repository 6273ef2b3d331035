package live.lyceum.media.sdp;

import java.util.List;
import live.lyceum.media.api.MediaKind;

/// An m-line that we serve. `index` is its place in the offer; `receives` and `sends` are ours.
/// `layers` are those of the client's simulcast in the offer's order, empty without simulcast;
/// `ssrcs` are those that the client signaled, empty when it signals none (simulcast) or sends
/// nothing.
public record NegotiatedMedia(
        int index,
        String mid,
        MediaKind kind,
        boolean receives,
        boolean sends,
        NegotiatedCodec codec,
        ExtensionIds extensions,
        List<SimulcastLayer> layers,
        List<SsrcPair> ssrcs) {

    public NegotiatedMedia {
        layers = List.copyOf(layers);
        ssrcs = List.copyOf(ssrcs);
    }

    boolean isSameLine(NegotiatedMedia other) {
        return index == other.index && mid.equals(other.mid) && kind == other.kind;
    }

    /// The names of the layers, in their order.
    public List<String> rids() {
        return layers.stream().map(SimulcastLayer::rid).toList();
    }
}
