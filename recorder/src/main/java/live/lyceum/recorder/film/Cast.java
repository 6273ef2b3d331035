package live.lyceum.recorder.film;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.journal.Track;
import live.lyceum.recorder.lesson.LessonEvent;
import org.jspecify.annotations.Nullable;

/// Who is in the lesson and what of them is to be seen, from cues and events in the order of time.
/// Times are microseconds on the recording's clock. Owned by its thread.
public final class Cast {
    /// After so long without a picture a camera shows nothing any more.
    static final long CAMERA_STALLS_US = 5_000_000;

    /// After so long without a frame a smaller layer of the same picture is taken.
    static final long LAYER_STALLS_US = 2_000_000;

    private record Person(ParticipantId who, String name, Cue.Part part, int order) {}

    private static final class Running {
        final int number;
        final Track of;
        boolean open = true;
        long frameUs;
        long pictureUs = Long.MIN_VALUE;

        Running(int number, Track of, long atUs) {
            this.number = number;
            this.of = of;
            frameUs = atUs;
        }

        boolean hasPicture() {
            return open && pictureUs != Long.MIN_VALUE;
        }
    }

    private final Map<ParticipantId, Person> people = new LinkedHashMap<>();
    private final Map<Integer, Running> running = new TreeMap<>();
    private long nowUs;

    /// Somebody is there; other cues change nobody.
    public void apply(Cue cue) {
        if (cue instanceof Cue.Person person) {
            Person before = people.get(person.who());
            int order = before == null ? people.size() : before.order();
            people.put(person.who(), new Person(person.who(), person.name(), person.part(), order));
        }
    }

    public void apply(LessonEvent event) {
        nowUs = Math.max(nowUs, event.atUs());
        switch (event) {
            case LessonEvent.Began began ->
                    running.put(
                            began.track(), new Running(began.track(), began.of(), began.atUs()));
            case LessonEvent.Frame frame -> {
                Running track = running.get(frame.track());
                if (track != null) {
                    track.frameUs = frame.atUs();
                }
            }
            case LessonEvent.Gate gate -> {
                Running track = running.get(gate.track());
                if (track != null) {
                    track.open = gate.open();
                    track.pictureUs = Long.MIN_VALUE;
                    track.frameUs = gate.atUs();
                }
            }
            case LessonEvent.Ended ended -> running.remove(ended.track());
        }
    }

    /// The time goes on without an event.
    public void now(long atUs) {
        nowUs = Math.max(nowUs, atUs);
    }

    /// A frame of a track became a picture.
    public void picture(int number, long atUs) {
        Running track = running.get(number);
        if (track != null) {
            track.pictureUs = atUs;
        }
    }

    /// The tracks of video that are worth decoding: of each person who is shown the best layer of
    /// the camera, and of each screen that may be shown.
    public Set<Integer> wanted() {
        var wanted = new HashSet<Integer>();
        Running share = share(false);
        if (share != null) {
            wanted.add(share.number);
        }
        for (Person each : shown()) {
            Running camera = best(each.who(), Source.CAM);
            if (camera != null) {
                wanted.add(camera.number);
            }
        }
        return wanted;
    }

    /// What is to be seen now.
    public Scene scene() {
        Running share = share(true);
        var tiles = new ArrayList<Scene.Tile>();
        for (Person each : shown()) {
            tiles.add(tile(each));
        }
        Scene.Share screen = null;
        if (share != null) {
            Person owner = people.get(share.of.who());
            screen =
                    new Scene.Share(
                            share.number, share.of.who(), owner == null ? "" : owner.name());
        }
        return new Scene(screen, List.copyOf(tiles));
    }

    private Scene.Tile tile(Person person) {
        boolean here = false;
        boolean heard = false;
        for (Running each : running.values()) {
            if (each.of.who().equals(person.who())) {
                here = true;
                heard |= each.of.source() == Source.MIC && each.open;
            }
        }
        Running camera = seen(person.who());
        Scene.State state =
                camera != null ? Scene.State.SEEN : here ? Scene.State.UNSEEN : Scene.State.AWAY;
        return new Scene.Tile(
                person.who(),
                person.name(),
                person.part(),
                state,
                camera == null ? -1 : camera.number,
                here && !heard);
    }

    /// Who is shown: all in their order, mentors first; if they are too many, those who are there.
    private List<Person> shown() {
        List<Person> all = new ArrayList<>(people.values());
        all.sort(Comparator.comparing(Person::part).thenComparingInt(Person::order));
        if (all.size() <= Layout.MAX_PEOPLE) {
            return all;
        }
        var here = new HashSet<ParticipantId>();
        running.values().forEach(each -> here.add(each.of.who()));
        List<Person> chosen =
                all.stream()
                        .sorted(Comparator.comparing(each -> !here.contains(each.who())))
                        .limit(Layout.MAX_PEOPLE)
                        .toList();
        return all.stream().filter(chosen::contains).toList();
    }

    /// The camera whose picture is shown: the one that is decoded, or the last that still has one.
    private @Nullable Running seen(ParticipantId who) {
        Running best = best(who, Source.CAM);
        if (best != null && fresh(best)) {
            return best;
        }
        Running latest = null;
        for (Running each : running.values()) {
            boolean his = each.of.who().equals(who) && each.of.source() == Source.CAM;
            if (his && fresh(each) && (latest == null || each.pictureUs > latest.pictureUs)) {
                latest = each;
            }
        }
        return latest;
    }

    private boolean fresh(Running camera) {
        return camera.hasPicture() && nowUs - camera.pictureUs < CAMERA_STALLS_US;
    }

    /// The track of a person's source that has the largest picture and goes on.
    private @Nullable Running best(ParticipantId who, Source source) {
        Running best = null;
        for (Running each : running.values()) {
            if (each.of.who().equals(who) && each.of.source() == source && each.open) {
                if (best == null || better(each, best)) {
                    best = each;
                }
            }
        }
        return best;
    }

    private boolean better(Running one, Running other) {
        boolean oneGoesOn = nowUs - one.frameUs < LAYER_STALLS_US;
        boolean otherGoesOn = nowUs - other.frameUs < LAYER_STALLS_US;
        if (oneGoesOn != otherGoesOn) {
            return oneGoesOn;
        }
        return one.of.layer() != other.of.layer()
                ? one.of.layer() > other.of.layer()
                : one.number > other.number;
    }

    /// The screen that began last, of those that have a picture or of all.
    private @Nullable Running share(boolean withPicture) {
        Running latest = null;
        for (Running each : running.values()) {
            if (each.of.source() != Source.SCREEN || !each.open) {
                continue;
            }
            boolean known = people.containsKey(each.of.who());
            if (known && (!withPicture || each.hasPicture())) {
                if (latest == null || laterScreen(each, latest)) {
                    latest = each;
                }
            }
        }
        return latest;
    }

    private boolean laterScreen(Running one, Running other) {
        if (one.of.who().equals(other.of.who())) {
            return better(one, other);
        }
        return one.of.startedUs() > other.of.startedUs();
    }

    /// Of whom a track is; null if it is over or was never there.
    public @Nullable Track track(int number) {
        Running track = running.get(number);
        return track == null ? null : track.of;
    }
}
