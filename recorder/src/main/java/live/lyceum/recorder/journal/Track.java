package live.lyceum.recorder.journal;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;

/// One stream of one sender: a journal has exactly one, and a new stream (a rejoin, another codec
/// or SSRC) is a new journal.
///
/// @param layer of simulcast, 0 the smallest picture; 0 where there is none
/// @param codec as SDP names it: `opus`, `VP8`, `VP9`, `H264`, `AV1`
/// @param clockRateHz of its RTP timestamps
/// @param startedUs when it began, on the session's clock
public record Track(
        ParticipantId who,
        Source source,
        int layer,
        String codec,
        int clockRateHz,
        long startedUs) {}
