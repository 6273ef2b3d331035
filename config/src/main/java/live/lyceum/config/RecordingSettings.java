package live.lyceum.config;

import org.jspecify.annotations.Nullable;

/// How sessions are recorded.
///
/// @param minFreeBytes of the disk of the data folder: with less, nothing is recorded
/// @param maxHours that one recording may be long
/// @param workers how many films are made at a time
/// @param keepDays how long recordings are kept after they were made, or null for ever
/// @param store where their files are kept, or null for this machine
public record RecordingSettings(
        long minFreeBytes,
        int maxHours,
        int workers,
        @Nullable Integer keepDays,
        @Nullable ObjectStoreSettings store) {}
