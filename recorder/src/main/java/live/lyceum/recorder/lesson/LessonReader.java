package live.lyceum.recorder.lesson;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the journals of a recording's folder as one lesson, also while they are written. Blocks;
/// owned by its thread. Holds a few seconds of the lesson, however long it is.
///
/// All frames are on the recording's clock: what one sender's streams say at the same moment has
/// the same time, as its sender reports have it (RFC 3550 section 6.4.1), and that moment is placed
/// by the fastest packets of it. Within a track times never go back.
public interface LessonReader extends Closeable {
    /// A journal that is not read, or not to its end.
    ///
    /// @param track the journal's number
    record Damage(int track, String why) {}

    /// What is not in the lesson.
    ///
    /// @param missing packets that were sent and are in no journal
    /// @param unwanted packets that came twice, too late or with a number from nowhere
    /// @param malformed packets that are no RTP
    /// @param broken pictures that were left out since a piece of them is missing
    /// @param late frames that came when the time they belong to was settled, or that say they are
    ///   of one that cannot be
    record Counts(long missing, long unwanted, long malformed, long broken, long late) {}

    /// Opens the journals of a folder, also those that are made later.
    static LessonReader open(Path folder) {
        return new FolderReader(folder);
    }

    /// Reads what is new in the folder.
    ///
    /// @param nowUs on the recording's clock, as far as is known: what is older than 2.5 s is
    ///   settled without waiting for more
    /// @throws IOException if the folder cannot be read; that a journal cannot is a [Damage]
    void read(long nowUs) throws IOException;

    /// Nothing is written to the journals that began before `atUs` any more: they end.
    void cut(long atUs) throws IOException;

    /// Nothing is written to any journal any more: all that is there is read and settled.
    ///
    /// @throws IOException if the folder cannot be read
    void finish() throws IOException;

    /// The next thing that happened, in the order of time; null if nothing more is settled yet.
    @Nullable LessonEvent next();

    /// Nothing comes any more that happened before this, in microseconds on the recording's clock;
    /// `Long.MAX_VALUE` when nothing comes any more at all. As far as [#next] has got: it says the
    /// most when that has returned null.
    long settledUs();

    /// The journals that were found to be damaged so far.
    List<Damage> damaged();

    /// What was left out so far.
    Counts counts();
}
