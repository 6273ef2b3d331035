import { Captions } from 'lucide';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../strings/en';
import { Icon } from './icon';
import { captionSize, captionSizes, captionsOn, chooseCaptionSize, showCaptions, toggleCaptions } from './speech';

const text = t.transcript.captions;

/** A cue as it is shown: a browser does not say whose voice it is. */
export const named = (cue: string): string =>
  cue.replace(
    /^<v ([^>]*?)(?: \((?:mentor|learner|observer)\))?>/,
    (voice, name: string) => `${voice}<b>${t.firstName(name)}:</b> `,
  );

const nameAll = ({ cues }: TextTrack) => {
  for (const cue of cues ?? []) if (cue instanceof VTTCue) cue.text = named(cue.text);
};

/** Shows captions as one has chosen it for this browser, here or in the browser's own menu of the film. */
const useMode = (video: RefObject<HTMLVideoElement | null>, url: string): RefObject<HTMLTrackElement | null> => {
  const element = useRef<HTMLTrackElement>(null);
  const on = captionsOn.value;
  useEffect(() => {
    if (element.current?.track) element.current.track.mode = on ? 'showing' : 'disabled';
  }, [on, url]);
  useEffect(() => {
    const tracks = video.current?.textTracks;
    const follow = () => {
      const mode = element.current?.track?.mode;
      if (mode !== undefined) showCaptions(mode === 'showing');
    };
    tracks?.addEventListener?.('change', follow);
    return () => tracks?.removeEventListener?.('change', follow);
  }, [url]);
  return element;
};

/** The track of a film with what is said. */
export const CaptionTrack = ({ video, url }: { video: RefObject<HTMLVideoElement | null>; url: string }) => {
  const element = useMode(video, url);
  return (
    <track
      ref={element}
      kind="captions"
      src={url}
      label={text.control}
      onLoad={() => element.current?.track && nameAll(element.current.track)}
    />
  );
};

/** What there is to choose of captions. */
export const CaptionTools = () => (
  <div class="film-captions">
    <button type="button" class="btn small" aria-pressed={captionsOn.value} onClick={toggleCaptions}>
      <Icon of={Captions} size={17} />
      {text.control}
    </button>
    {captionsOn.value && (
      <select
        value={captionSize.value}
        aria-label={text.size}
        onChange={(event) => chooseCaptionSize(event.currentTarget.value)}
      >
        {captionSizes.map((size) => (
          <option key={size} value={size}>
            {text.sizes[size]}
          </option>
        ))}
      </select>
    )}
  </div>
);
