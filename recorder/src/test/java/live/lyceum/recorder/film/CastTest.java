package live.lyceum.recorder.film;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.journal.Track;
import live.lyceum.recorder.lesson.LessonEvent;
import org.junit.jupiter.api.Test;

class CastTest {
    private final Cast cast = new Cast();

    private void person(String id, Cue.Part part) {
        cast.apply(new Cue.Person(0, new ParticipantId(id), id, part));
    }

    private void began(int track, String id, Source source, int layer, long us) {
        cast.apply(
                new LessonEvent.Began(
                        track,
                        us,
                        new Track(new ParticipantId(id), source, layer, "VP8", 90_000, us)));
    }

    private void picture(int track, long us) {
        cast.apply(new LessonEvent.Frame(track, us, true, false, new byte[] {1}));
        cast.picture(track, us);
    }

    private Scene.Tile tile(int number) {
        return cast.scene().people().get(number);
    }

    @Test
    void nobodyIsThereBeforeTheFirst() {
        assertThat(cast.scene()).isEqualTo(Scene.EMPTY);
    }

    @Test
    void mentorsStandFirst() {
        person("leo", Cue.Part.LEARNER);
        person("mina", Cue.Part.MENTOR);
        person("ben", Cue.Part.LEARNER);
        assertThat(cast.scene().people())
                .extracting(Scene.Tile::name)
                .containsExactly("mina", "leo", "ben");
    }

    @Test
    void whoComesSendsAndGoes() {
        person("mina", Cue.Part.MENTOR);
        assertThat(tile(0).state()).isEqualTo(Scene.State.AWAY);
        assertThat(tile(0).muted()).isFalse();

        began(1, "mina", Source.CAM, 0, 0);
        assertThat(tile(0).state()).isEqualTo(Scene.State.UNSEEN);
        assertThat(tile(0).muted()).isTrue();
        began(2, "mina", Source.MIC, 0, 0);
        assertThat(tile(0).muted()).isFalse();

        picture(1, 10_000);
        assertThat(tile(0).state()).isEqualTo(Scene.State.SEEN);
        assertThat(tile(0).track()).isEqualTo(1);

        cast.apply(new LessonEvent.Gate(1, 20_000, false));
        cast.apply(new LessonEvent.Gate(2, 20_000, false));
        assertThat(tile(0).state()).isEqualTo(Scene.State.UNSEEN);
        assertThat(tile(0).muted()).isTrue();

        cast.apply(new LessonEvent.Gate(1, 30_000, true));
        assertThat(tile(0).state()).as("until there is a picture").isEqualTo(Scene.State.UNSEEN);
        picture(1, 40_000);
        cast.now(40_000 + Cast.CAMERA_STALLS_US - 1);
        assertThat(tile(0).state()).isEqualTo(Scene.State.SEEN);
        cast.now(40_000 + Cast.CAMERA_STALLS_US);
        assertThat(tile(0).state()).isEqualTo(Scene.State.UNSEEN);

        cast.apply(new LessonEvent.Ended(1, 50_000));
        cast.apply(new LessonEvent.Ended(2, 50_000));
        assertThat(tile(0).state()).isEqualTo(Scene.State.AWAY);
    }

    @Test
    void theLargestLayerThatGoesOnIsDecodedAndTheOtherShownUntilItHasAPicture() {
        person("mina", Cue.Part.MENTOR);
        began(1, "mina", Source.CAM, 0, 0);
        began(2, "mina", Source.CAM, 2, 0);
        picture(1, 10_000);
        assertThat(cast.wanted()).containsExactly(2);
        assertThat(tile(0).track()).isEqualTo(1);
        picture(2, 20_000);
        assertThat(tile(0).track()).isEqualTo(2);

        picture(1, 20_000 + Cast.LAYER_STALLS_US);
        assertThat(cast.wanted()).containsExactly(1);
    }

    @Test
    void theScreenThatBeganLastIsShownOnceItHasAPicture() {
        person("mina", Cue.Part.MENTOR);
        person("leo", Cue.Part.LEARNER);
        began(1, "mina", Source.SCREEN, 0, 0);
        assertThat(cast.scene().share()).isNull();
        picture(1, 1_000);
        began(2, "leo", Source.SCREEN, 0, 2_000);
        assertThat(cast.wanted()).containsExactly(2);
        assertThat(cast.scene().share()).isNotNull().extracting(Scene.Share::track).isEqualTo(1);
        picture(2, 3_000);
        assertThat(cast.scene().share()).isNotNull().extracting(Scene.Share::name).isEqualTo("leo");
        // A screen may stand still for as long as it likes.
        cast.now(3_600_000_000L);
        assertThat(cast.scene().share()).isNotNull();
        cast.apply(new LessonEvent.Ended(2, 4_000));
        assertThat(cast.scene().share()).isNotNull().extracting(Scene.Share::track).isEqualTo(1);
    }

    @Test
    void ofTooManyThoseAreShownWhoAreThere() {
        for (int i = 0; i < 12; i++) {
            person("p" + i, Cue.Part.LEARNER);
        }
        for (int i = 6; i < 12; i++) {
            began(i, "p" + i, Source.CAM, 0, 0);
        }
        assertThat(cast.scene().people())
                .hasSize(Layout.MAX_PEOPLE)
                .filteredOn(each -> each.state() == Scene.State.UNSEEN)
                .hasSize(6);
        assertThat(cast.wanted()).hasSize(6);
    }
}
