import { AudioLines, Captions } from 'lucide';
import { maySend } from '../media/capture';
import { isTranscribed } from '../state/select';
import { room } from '../state/store';
import { t } from '../strings/en';
import { Icon } from './icon';
import { allowCommands, captionSize, captionSizes, chooseCaptionSize, commandsOn } from './speech';

const Size = () => (
  <label class="field">
    <span>
      <Icon of={Captions} size={16} />
      {t.transcript.captions.size}
    </span>
    <select value={captionSize.value} onChange={(event) => chooseCaptionSize(event.currentTarget.value)}>
      {captionSizes.map((size) => (
        <option key={size} value={size}>
          {t.transcript.captions.sizes[size]}
        </option>
      ))}
    </select>
  </label>
);

const Commands = () => (
  <div class="switch-field">
    <label>
      <Icon of={AudioLines} size={16} />
      <span>{t.transcript.commands.setting}</span>
      <input
        type="checkbox"
        class="switch"
        aria-describedby="commands-text"
        checked={commandsOn.value}
        onChange={(event) => allowCommands(event.currentTarget.checked)}
      />
    </label>
    <p id="commands-text">{t.transcript.commands.text}</p>
  </div>
);

/** What there is to choose where what is said becomes text. */
export const SpeechFields = () =>
  isTranscribed(room.value) ? (
    <>
      <Size />
      {maySend.value && <Commands />}
    </>
  ) : null;
