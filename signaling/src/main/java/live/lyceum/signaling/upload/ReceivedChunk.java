package live.lyceum.signaling.upload;

import java.nio.file.Path;

/// A chunk that has arrived as a whole, in a file of its own.
///
/// @param sha256 of its bytes, in hexadecimal
/// @param start its first bytes, eight if it has as many, in hexadecimal
public record ReceivedChunk(Path file, long bytes, String sha256, String start) {
    static final int START = 8;
}
