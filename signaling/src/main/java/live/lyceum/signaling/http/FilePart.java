package live.lyceum.signaling.http;

import java.nio.file.Path;

/// Bytes of a file that are to be sent.
///
/// @param offset of the first one
record FilePart(Path file, long offset, long length) {}
