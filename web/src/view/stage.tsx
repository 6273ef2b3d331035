import { MonitorUp, UsersRound, Volume2 } from 'lucide';
import { selfStream, sharing } from '../media/capture';
import { soundBlocked, unblockSound } from '../media/playback';
import type { Participant } from '../protocol/types';
import { camMid, handPlace, others, remoteScreen, self } from '../state/select';
import { receivers, room, speaking, streams } from '../state/store';
import { t } from '../strings/en';
import { Captions } from './captions';
import { Icon } from './icon';
import { LinkOverlay } from './overlay';
import { ScreenTile, Tile, type TileShape } from './tile';
import { TileMenu } from './tileMenu';

/** More faces than this are a crowd: the rest is named in one last cell. */
const MOST_TILES = 9;
const MOST_IN_STRIP = 4;

const streamOf = (person: Participant): MediaStream | null => {
  const mid = camMid(room.value, person);
  return mid === null ? null : (streams.value.get(mid) ?? null);
};

const PersonTile = ({ person, shape }: { person: Participant; shape: TileShape }) => (
  <Tile
    person={person}
    shape={shape}
    stream={person.status === 'disconnected' ? null : streamOf(person)}
    speaking={speaking.value.includes(person.id)}
    hand={handPlace(room.value, person)}
    records={room.value.localRecordings.includes(person.id)}
  >
    {self(room.value)?.role === 'mentor' && <TileMenu person={person} />}
  </Tile>
);

const SelfTile = ({ shape }: { shape: TileShape }) => {
  const person = self(room.value);
  if (!person) return null;
  return (
    <Tile
      person={person}
      shape={shape}
      you
      stream={selfStream.value}
      speaking={speaking.value.includes(person.id)}
      hand={handPlace(room.value, person)}
      records={room.value.localRecordings.includes(person.id)}
    />
  );
};

const Crowd = ({ people }: { people: readonly Participant[] }) =>
  people.length === 0 ? null : (
    <p class="tile cell crowd">
      <Icon of={UsersRound} size={24} />
      <b>{t.tile.more(people.length)}</b>
      <span>{t.tile.moreNames(people.map((p) => p.name))}</span>
    </p>
  );

const Alone = () => (
  <div class="tile full alone">
    <span class="alone-icon">
      <Icon of={UsersRound} size={30} />
    </span>
    <h2>{t.stage.waitingTitle}</h2>
    <p>{t.stage.waitingText}</p>
  </div>
);

const Tiles = ({ people, shape, most }: { people: readonly Participant[]; shape: TileShape; most: number }) => {
  const shown = people.length <= most ? people : people.slice(0, most - 1);
  return (
    <>
      {shown.map((person) => (
        <PersonTile key={person.id} person={person} shape={shape} />
      ))}
      <Crowd people={people.slice(shown.length)} />
    </>
  );
};

const columns = (tiles: number): number => Math.ceil(Math.sqrt(tiles));

const People = ({ people }: { people: readonly Participant[] }) => {
  const [first] = people;
  if (!first) {
    return (
      <>
        <Alone />
        <SelfTile shape="pip" />
      </>
    );
  }
  if (people.length > 1) {
    return (
      <>
        <Tiles people={people} shape="cell" most={MOST_TILES - 1} />
        <SelfTile shape="cell" />
      </>
    );
  }
  return (
    <>
      <PersonTile key={first.id} person={first} shape="full" />
      <SelfTile shape="pip" />
    </>
  );
};

const TapToHear = () =>
  soundBlocked.value ? (
    <button type="button" class="btn primary tap-to-hear" onClick={unblockSound}>
      <Icon of={Volume2} size={18} />
      {t.stage.tapToHear}
    </button>
  ) : null;

const SharingNote = () =>
  sharing.value ? (
    <p class="sharing-note">
      <Icon of={MonitorUp} size={16} />
      {t.tile.youShare}
    </p>
  ) : null;

export const Stage = () => {
  const people = others(room.value);
  const shared = remoteScreen(room.value);
  const sharedStream = shared && streams.value.get(shared.mid);
  const inGrid = Math.min(people.length, MOST_TILES - 1) + 1;
  const layout = people.length > 1 ? `is-grid cols-${columns(inGrid)} tiles-${inGrid}` : '';
  return (
    <section
      class={`stage ${sharedStream ? 'is-shared' : layout}`}
      aria-label={t.stage.name}
      data-receiving={receivers.value.length}
    >
      {shared && sharedStream ? (
        <>
          <ScreenTile key={`screen-${shared.person.id}`} person={shared.person} stream={sharedStream} />
          <div class="strip">
            <Tiles people={people} shape="cell" most={MOST_IN_STRIP} />
            <SelfTile shape="cell" />
          </div>
        </>
      ) : (
        <People people={people} />
      )}
      <SharingNote />
      <Captions />
      <TapToHear />
      <LinkOverlay />
    </section>
  );
};
