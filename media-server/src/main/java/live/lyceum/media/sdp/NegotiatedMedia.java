package live.lyceum.media.sdp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.wire.codec.Codec;

/// An m-line that we serve. `index` is its place in the offer; `receives` and `sends` are ours.
/// `codec` is the one that everybody has, Opus or VP8; `others` are what else the client takes of
/// ours, as we prefer them. `layers` are those of the client's simulcast in the offer's order,
/// empty without simulcast; `ssrcs` are those that the client signaled, empty when it signals none
/// (simulcast) or sends nothing.
public record NegotiatedMedia(
        int index,
        String mid,
        MediaKind kind,
        boolean receives,
        boolean sends,
        NegotiatedCodec codec,
        List<NegotiatedCodec> others,
        ExtensionIds extensions,
        List<SimulcastLayer> layers,
        List<SsrcPair> ssrcs) {

    public NegotiatedMedia {
        others = List.copyOf(others);
        layers = List.copyOf(layers);
        ssrcs = List.copyOf(ssrcs);
    }

    /// All codecs; `preferred` is the first of them if the client takes it.
    public List<NegotiatedCodec> codecs(Codec preferred) {
        List<NegotiatedCodec> all = new ArrayList<>(others);
        all.add(codec);
        all.sort(Comparator.comparing(each -> each.codec() != preferred));
        return all;
    }

    /// Whether the client takes that codec here.
    public boolean has(Codec wanted) {
        return codec.codec() == wanted
                || others.stream().anyMatch(other -> other.codec() == wanted);
    }

    /// This line with the codecs that it has in a later offer.
    public NegotiatedMedia withCodecsOf(NegotiatedMedia later) {
        return new NegotiatedMedia(
                index,
                mid,
                kind,
                receives,
                sends,
                later.codec,
                later.others,
                extensions,
                layers,
                ssrcs);
    }

    boolean isSameLine(NegotiatedMedia other) {
        return index == other.index && mid.equals(other.mid) && kind == other.kind;
    }

    /// The names of the layers, in their order.
    public List<String> rids() {
        return layers.stream().map(SimulcastLayer::rid).toList();
    }
}
