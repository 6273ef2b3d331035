package live.lyceum.recorder.lesson;

/// Takes what has its place in time. Of each track in order; of all tracks in about that.
interface Placed {
    void at(LessonEvent event);
}
