package live.lyceum.media.wire.rtcp;

/// RTCP packet types, and the formats of the two kinds of feedback.
final class PacketType {
    static final int SENDER_REPORT = 200; // RFC 3550
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;
    static final int TRANSPORT_FEEDBACK = 205; // RFC 4585
    static final int PAYLOAD_FEEDBACK = 206;

    static final int FORMAT_NACK = 1; // RFC 4585 section 6.2.1
    static final int FORMAT_TRANSPORT_WIDE = 15; // draft-holmer-rmcat-transport-wide-cc
    static final int FORMAT_PLI = 1; // RFC 4585 section 6.3.1
    static final int FORMAT_FIR = 4; // RFC 5104 section 4.3.1
    static final int FORMAT_APPLICATION = 15; // RFC 4585 section 6.4

    private PacketType() {}
}
