import { isTranscribed } from '../state/select';
import { room } from '../state/store';
import { captions } from '../state/transcript';
import { t } from '../strings/en';
import { captionSize, captionsOn, useFading } from './speech';

/** Of a longer text the end is shown: the styles let it grow upwards out of sight. */
const Shown = () => {
  const { transcript, you } = room.value;
  const shown = captions(transcript, useFading(transcript));
  if (shown.length === 0) return null;
  return (
    // Whoever cannot see it has the same in the transcript, where it is read once it is final.
    <div class={`captions is-${captionSize.value} lines-${shown.length}`} aria-hidden="true">
      {shown.map(({ id, from, name, text }) => (
        <p key={id}>
          <b>{from === you ? t.tile.you : t.firstName(name)}</b>
          <span>
            <span>{text}</span>
          </span>
        </p>
      ))}
    </div>
  );
};

/** What is said now, over the picture. */
export const Captions = () => (captionsOn.value && isTranscribed(room.value) ? <Shown /> : null);
