package live.lyceum.config;

import java.net.InetAddress;

/// An address at which the network in front of us hands media on to us.
///
/// @param address what browsers send to
/// @param port what reaches loop 0 (loop *i* is reached at `port + i`); 0 when it is the loops' own
public record AdvertisedAddress(InetAddress address, int port) {}
