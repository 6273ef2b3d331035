import { CircleAlert, CloudUpload, X } from 'lucide';
import { forgetUpload, uploads } from '../recording/state';
import type { UploadView } from '../recording/uploader';
import { t } from '../strings/en';
import { Icon } from './icon';

const textOf = ({ progress, ended, sentBytes, totalBytes }: UploadView): string => {
  switch (progress) {
    case 'saving':
      return ended ? t.device.saving(sentBytes, totalBytes) : t.device.live(sentBytes, totalBytes);
    case 'waiting':
      return t.device.waiting(sentBytes, totalBytes);
    case 'noRoom':
      return t.device.noRoom(sentBytes, totalBytes);
    case 'refused':
      return t.device.refused;
    case 'saved':
      return t.device.saved;
  }
};

const Saving = ({ upload }: { upload: UploadView }) => {
  const { id, progress, sentBytes, totalBytes } = upload;
  const refused = progress === 'refused';
  const text = textOf(upload);
  return (
    <li class={`saving glass ${progress === 'saving' ? '' : 'is-warn'}`}>
      <Icon of={refused ? CircleAlert : CloudUpload} size={18} />
      <span>{text}</span>
      {refused ? (
        <button type="button" class="icon-btn" aria-label={t.device.dismiss} onClick={() => forgetUpload(id)}>
          <Icon of={X} size={16} />
        </button>
      ) : (
        <progress aria-label={text} value={sentBytes} max={Math.max(1, totalBytes)} />
      )}
    </li>
  );
};

/** What is on its way to the server, on whatever page one is. */
export const Savings = () =>
  uploads.value.length === 0 ? null : (
    <section class="savings" aria-label={t.device.region}>
      <ul>
        {uploads.value.map((upload) => (
          <Saving key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  );
