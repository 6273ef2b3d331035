package live.lyceum.recorder.io;

/// How much the recorder does.
///
/// @param recordings how many rooms are recorded
/// @param workers how many processes make films
/// @param refused how many journal entries were not taken since the start
/// @param waiting how many wait to be written
/// @param uploading how many films are made but not in the store yet
/// @param uploadsFailed how often the store did not take or delete something since the start
/// @param broken how many recordings stopped, or did not begin, for want of room, at a limit or of
///   a failure since the start
/// @param workersDied how many processes that made films died since the start
/// @param filmsFailed of how many recordings no film could be made since the start
public record RecorderStatistics(
        int recordings,
        int workers,
        long refused,
        int waiting,
        int uploading,
        long uploadsFailed,
        long broken,
        long workersDied,
        long filmsFailed) {}
