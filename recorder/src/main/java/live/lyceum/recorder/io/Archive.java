package live.lyceum.recorder.io;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.Reading;
import live.lyceum.recorder.api.RecordingId;

/// Where the files of films are kept instead of this machine. Safe to call from any thread. What
/// fails says why in words that may be logged: without keys and addresses of files.
public interface Archive extends AutoCloseable {
    /// Takes in all files of a film and its manifest; when this returns it has them as they are.
    /// What it has already is not taken again. Blocks for as long as that takes.
    ///
    /// @param files the folder with the files
    /// @param stopped asked now and then: true when nobody wants it any more
    /// @throws IOException if it has not all of them now
    void put(RoomId session, RecordingId id, Path files, Film film, BooleanSupplier stopped)
            throws IOException;

    /// Deletes all of a recording; when this returns nothing of it is left. Blocks.
    ///
    /// @throws IOException if something may be left
    void delete(RoomId session, RecordingId id) throws IOException;

    /// Where a file can be read by who has this address. May block while the right to is renewed.
    URI address(Reading reading);

    /// The origin of all addresses (RFC 6454).
    String origin();

    @Override
    void close();
}
