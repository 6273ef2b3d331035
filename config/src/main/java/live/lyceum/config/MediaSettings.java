package live.lyceum.config;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where media flows.
///
/// @param host address to listen on, or null for all of them
/// @param udpPort of loop 0; loop *i* has `udpPort + i`; 0 for any free ones
/// @param loops how many media loops there are, at least 1
/// @param advertise what the candidates say instead of the interfaces' addresses, if not empty
/// @param videoCodecs what is used instead of VP8 while everybody in a room has it, best first
public record MediaSettings(
        @Nullable InetAddress host,
        int udpPort,
        int loops,
        List<AdvertisedAddress> advertise,
        List<VideoCodec> videoCodecs) {
    public MediaSettings {
        videoCodecs = List.copyOf(videoCodecs);
        advertise = List.copyOf(advertise);
    }
}
