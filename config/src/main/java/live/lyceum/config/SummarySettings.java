package live.lyceum.config;

/// How lessons are summed up: by the service that makes text of what is said, where there is a key
/// of it ([TranscriptionSettings]).
///
/// @param on whether transcripts are sent to it
/// @param model that is asked
public record SummarySettings(boolean on, String model) {}
