package live.lyceum.media.wire.stun;

import java.util.HexFormat;

/// The test vectors of RFC 5769 that are of use to an ICE agent.
public final class Rfc5769 {
    public static final String USERNAME = "evtj:h6vY";
    public static final String UFRAG = "evtj";
    public static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
    public static final String TRANSACTION = "b7e7a701bc34d686fa87dfae";

    /// XOR-MAPPED-ADDRESS of section 2.2: 192.0.2.1, port 32853.
    public static final String XOR_MAPPED_IPV4 = "002000080001a147e112a643";

    /// XOR-MAPPED-ADDRESS of section 2.3: 2001:db8:1234:5678:11:2233:4455:6677, port 32853.
    public static final String XOR_MAPPED_IPV6 = "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9";

    private Rfc5769() {}

    /// Section 2.1: a check with SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME, MESSAGE-INTEGRITY,
    /// FINGERPRINT.
    public static byte[] request() {
        return HexFormat.of()
                .parseHex(
                        "000100582112a442"
                                + TRANSACTION
                                + "802200105354554e207465737420636c69656e74"
                                + "002400046e0001ff"
                                + "80290008932ff9b151263b36"
                                + "000600096576746a3a68367659202020"
                                + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                                + "80280004e57a3bcf");
    }
}
