import { Hand, MicOff, ScreenShare } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Participant, Role, Source } from '../protocol/types';
import { type Badge, badges, hueOf, initials } from '../state/select';
import { t } from '../strings/en';
import { Icon } from './icon';
import { RecordsBadge } from './recordsBadge';

export const HUES = 6;
let firstFrameSeen = false;

/** The end of "join to first remote frame", readable by `performance.getEntriesByName`. */
const markFirstFrame = () => {
  if (firstFrameSeen) return;
  firstFrameSeen = true;
  performance.mark('lyceum:first-frame');
};

interface VideoProps {
  readonly stream: MediaStream;
  /** Whose picture it is; left out for one's own. */
  readonly participant?: string;
  readonly source: Extract<Source, 'cam' | 'screen'>;
  readonly mirrored?: boolean;
}

/** A picture that fades in with its first frame, so that nobody ever looks at a black box. */
export const Video = ({ stream, participant, source, mirrored = false }: VideoProps) => {
  const element = useRef<HTMLVideoElement>(null);
  const [live, setLive] = useState(false);
  useLayoutEffect(() => {
    const video = element.current;
    if (!video) return;
    setLive(false);
    video.srcObject = stream;
    video.play()?.catch(() => undefined);
    const handle = video.requestVideoFrameCallback?.(() => {
      setLive(true);
      if (participant !== undefined) markFirstFrame();
    });
    return () => {
      if (handle !== undefined) video.cancelVideoFrameCallback(handle);
      video.srcObject = null;
    };
  }, [stream, participant]);
  return (
    <video
      ref={element}
      class={`feed feed-${source} ${live ? 'is-live' : ''} ${mirrored ? 'is-mirrored' : ''}`}
      data-participant={participant}
      data-source={participant === undefined ? undefined : source}
      playsInline
      autoplay
      muted
    />
  );
};

export const Avatar = ({ id, name }: { id: string; name: string }) => (
  <div class={`avatar hue-${hueOf(id, HUES)}`} aria-hidden="true">
    <span>{initials(name)}</span>
  </div>
);

const badgeLook: Readonly<Record<Badge, { tone: string; text: string }>> = {
  active: { tone: 'ok', text: t.tile.active },
  joining: { tone: 'wait', text: t.tile.joining },
  disconnected: { tone: 'bad', text: t.tile.disconnected },
  muted: { tone: 'mute', text: t.tile.muted },
};

const BadgeView = ({ of }: { of: Badge }) => (
  <span class={`badge ${badgeLook[of].tone}`}>
    {of === 'muted' ? <Icon of={MicOff} size={13} /> : <i />}
    {badgeLook[of].text}
  </span>
);

export const Voice = ({ speaking, muted }: { speaking: boolean; muted: boolean }) => (
  <span class={`voice ${speaking ? 'is-on' : ''} ${muted ? 'is-off' : ''}`} aria-hidden="true">
    {muted ? (
      <Icon of={MicOff} size={15} />
    ) : (
      <>
        <i />
        <i />
        <i />
      </>
    )}
  </span>
);

export type TileShape = 'full' | 'pip' | 'cell';

interface TileProps {
  readonly person: Participant;
  readonly shape: TileShape;
  readonly you?: boolean;
  readonly speaking: boolean;
  readonly stream: MediaStream | null;
  /** The place among the raised hands. */
  readonly hand: number | null;
  /** Whether they record on their own device. */
  readonly records?: boolean;
  /** What may be done about this person. */
  readonly children?: ComponentChildren;
}

const HandBadge = ({ place }: { place: number }) => (
  <span class="badge hand">
    <Icon of={Hand} size={14} />
    {place > 1 ? t.tile.handPlace(place) : t.tile.hand}
  </span>
);

export const Tile = ({ person, shape, you = false, speaking, stream, hand, records, children }: TileProps) => {
  const gone = person.status === 'disconnected';
  const muted = !person.media.mic;
  const classes = `tile ${shape} ${speaking && !gone ? 'is-speaking' : ''} ${gone ? 'is-gone' : ''}`;
  return (
    <figure class={classes} aria-label={you ? t.tile.you : person.name}>
      <Avatar id={person.id} name={person.name} />
      {stream && <Video stream={stream} source="cam" mirrored={you} {...(!you && { participant: person.id })} />}
      <div class="tile-top">
        {badges(person).map((badge) => (
          <BadgeView key={badge} of={badge} />
        ))}
        {records && <RecordsBadge />}
        {hand !== null && <HandBadge place={hand} />}
      </div>
      {gone && !you && (
        <div class="tile-gone">
          <span class="spinner" />
          <b>{t.tile.lostTitle(person.name)}</b>
          <span>{t.tile.lostText}</span>
        </div>
      )}
      <Caption name={you ? t.tile.you : person.name} role={person.role}>
        <Voice speaking={speaking && !muted} muted={muted} />
      </Caption>
      {children}
    </figure>
  );
};

const Caption = ({ name, role, children }: { name: string; role: Role; children: ComponentChildren }) => (
  <figcaption>
    {children}
    <b>{name}</b>
    <span class="role">{t.roleName(role)}</span>
  </figcaption>
);

export const ScreenTile = ({ person, stream }: { person: Participant; stream: MediaStream }) => (
  <figure class="tile shared" aria-label={t.tile.sharedScreen}>
    <Video stream={stream} participant={person.id} source="screen" />
    <figcaption>
      <Icon of={ScreenShare} size={15} />
      <b>{t.tile.sharing(person.name)}</b>
    </figcaption>
  </figure>
);
