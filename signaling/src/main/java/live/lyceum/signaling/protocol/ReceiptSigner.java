package live.lyceum.signaling.protocol;

/// The public half of the Ed25519 key that a server signs its receipts with.
///
/// @param x its 32 bytes in base64url (RFC 8037 section 2)
public record ReceiptSigner(String kid, String x) {}
