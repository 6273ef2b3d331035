import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type Recording, urlOf } from '../protocol/recordings';
import type { MyRecordings } from './myRecordings';

/** Where to go on in a film whose address is a new one. */
interface Place {
  readonly atS: number;
  readonly playing: boolean;
}

export interface FilmSource {
  /** The recording with the addresses that are in use: they stay the same as long as they are good. */
  readonly recording: Recording;
  readonly broken: boolean;
  /** The browser could not read the film: takes new addresses, for those of before may have ended. */
  readonly renew: () => Promise<void>;
  /** Tries once more what was broken. */
  readonly retry: () => Promise<void>;
  /** The film is there: goes on where it was. */
  readonly loaded: () => void;
}

/**
 * A film's addresses are signed and end after some hours, in the middle of a film that was paused over night. A browser
 * says no more than that it cannot read on, so the list is asked for once again; when that does not help it is broken.
 */
export const useFilmSource = (
  given: Recording,
  video: RefObject<HTMLVideoElement | null>,
  load: MyRecordings['load'],
  startMs: number,
): FilmSource => {
  const [recording, setRecording] = useState(given);
  const [broken, setBroken] = useState(false);
  const place = useRef<Place | null>({ atS: startMs / 1000, playing: false });
  const renewing = useRef(false);

  const renew = async (): Promise<void> => {
    const element = video.current;
    if (!element || renewing.current) return;
    renewing.current = true;
    place.current = { atS: element.currentTime || (place.current?.atS ?? 0), playing: !element.paused };
    const fresh = (await load())?.find(({ id }) => id === given.id);
    renewing.current = false;
    const isNew = fresh?.state === 'ready' && urlOf(fresh, 'lesson') !== urlOf(recording, 'lesson');
    if (isNew) setRecording(fresh);
    setBroken(!isNew);
  };
  const loaded = () => {
    const element = video.current;
    const { atS, playing } = place.current ?? { atS: 0, playing: false };
    place.current = null;
    setBroken(false);
    if (!element || atS === 0) return;
    element.currentTime = atS;
    if (playing) element.play()?.catch(() => undefined);
  };
  const retry = async () => {
    await renew();
    setBroken(false);
    video.current?.load();
  };
  return { recording, broken, renew, retry, loaded };
};

/** Whether a signed address has ended, as its `exp` says. */
export const hasEnded = (url: string, now = Date.now()): boolean => {
  const end = Number(new URLSearchParams(url.split('?')[1] ?? '').get('exp'));
  return end > 0 && end * 1000 <= now;
};
