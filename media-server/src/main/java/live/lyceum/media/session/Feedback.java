package live.lyceum.media.session;

import live.lyceum.media.wire.rtcp.RtcpWriter;

/// How the parts of a session send RTCP: write into [#begin], then [#flush].
interface Feedback {
    /// The SSRC that our reports and requests carry as their sender.
    int localSsrc();

    /// The round trip to the peer in nanoseconds, 0 when unknown.
    long roundTripNs();

    /// A writer at the start of an empty packet.
    RtcpWriter begin();

    /// Protects and sends what was written since [#begin]; nothing when that is nothing.
    void flush();
}
