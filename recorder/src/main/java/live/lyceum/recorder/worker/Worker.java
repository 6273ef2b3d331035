package live.lyceum.recorder.worker;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.mux.Native;
import live.lyceum.recorder.mux.NativeException;
import org.jspecify.annotations.Nullable;

/// The process that makes a recording's files: `Worker <folder>`.
///
/// It exits with 0 when everything is made, 1 if it cannot be made (the last line on stderr says
/// why), 28 if the disk is full, 75 if its stdin ended, by which its parent is gone.
public final class Worker {
    private static final int READY = 0;
    private static final int FAILED = 1;
    private static final int DISK_FULL = 28;
    private static final int ORPHANED = 75;

    /// The film's format, if another than the usual is wanted: `1280x720,40,30000,1000000`.
    private static final String FORMAT = "lyceum.film";

    private Worker() {}

    /// Runs, and ends the process.
    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("stdin").start(Worker::endWithParent);
        System.exit(run(arguments));
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // What is said does not matter.
            }
        } catch (IOException gone) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    private static int run(String[] arguments) {
        Folder folder = null;
        try {
            if (arguments.length != 1) {
                throw new IOException("the folder of a recording is wanted");
            }
            String format = System.getProperty(FORMAT, FilmFormat.DEFAULT.toString());
            Native.load();
            folder = new Folder(Path.of(arguments[0]));
            new Job(folder, FilmFormat.parse(format), new Progress(System.out)).run();
            return READY;
        } catch (IOException | RuntimeException failed) {
            if (!noRoom(failed)) {
                failed.printStackTrace(System.err);
                System.err.println(failed);
                return FAILED;
            }
            System.err.println("the disk is full");
            makeRoom(folder);
            return DISK_FULL;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ORPHANED;
        }
    }

    private static void makeRoom(@Nullable Folder folder) {
        try {
            if (folder != null) {
                folder.makeRoom();
            }
        } catch (IOException failed) {
            System.err.println("cannot make room: " + failed);
        }
    }

    /// Whether the disk was full, whoever noticed it.
    private static boolean noRoom(Throwable failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof NoRoomException
                    || (each instanceof NativeException code && code.noSpace())
                    || (each instanceof FileSystemException file && full(file.getReason()))
                    || (each instanceof IOException && full(each.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean full(@Nullable String text) {
        return text != null
                && (text.contains("No space left on device")
                        || text.contains("Disk quota exceeded"));
    }
}
