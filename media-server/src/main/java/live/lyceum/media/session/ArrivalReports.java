package live.lyceum.media.session;

import live.lyceum.media.bwe.TransportFeedbackRecorder;

/// Tells a sender when its packets arrived, of all its streams together. Owned by its session.
final class ArrivalReports {
    private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
    private final Feedback feedback;

    /// A report on all streams names one of them; libwebrtc drops it when it is none that it sends.
    private int ssrc;

    ArrivalReports(Feedback feedback) {
        this.feedback = feedback;
    }

    /// A packet arrived that has a transport-wide sequence number.
    void onPacket(int transportSequence, int ssrc, long nowNs) {
        recorder.onPacket(transportSequence, nowNs);
        this.ssrc = ssrc;
    }

    long deadlineNs() {
        return recorder.deadlineNs();
    }

    /// Sends a report if one is due.
    void onDeadline(long nowNs) {
        if (Deadlines.due(recorder.deadlineNs(), nowNs)) {
            recorder.write(feedback.begin(), feedback.localSsrc(), ssrc, nowNs);
            feedback.flush();
        }
    }
}
