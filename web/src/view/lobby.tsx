import type { IconNode } from 'lucide';
import { CircleAlert, Eye, Mic, MicOff, RotateCw, ShieldCheck, VideoOff, Volume2 } from 'lucide';
import { type Access, access, maySend, micOn, micShown, selfStream, wanted } from '../media/capture';
import { others } from '../state/select';
import { room } from '../state/store';
import { t } from '../strings/en';
import { askDevices, join } from './actions';
import { CamControl, MicControl } from './controls';
import { DeviceFields, heard } from './devices';
import { Header } from './header';
import { Icon } from './icon';
import { LobbyRecording } from './recording';
import { Avatar, Video, Voice } from './tile';
import { LobbyTranscript } from './transcribed';

interface Note {
  readonly tone: 'ok' | 'info' | 'warn';
  readonly icon: IconNode;
  readonly text: string;
  readonly help?: string;
  readonly retry?: boolean;
}

const warn = (text: string, more: Partial<Note> = {}): Note => ({ tone: 'warn', icon: CircleAlert, text, ...more });

/** The one sentence below the devices. Each state of the two devices has its own. */
export const deviceNote = (mic: Access, cam: Access, muted: boolean, wasHeard: boolean): Note => {
  if (mic === 'asking' || cam === 'asking') return { tone: 'info', icon: CircleAlert, text: t.lobby.asking };
  if (mic === 'denied' && cam === 'denied') return warn(t.lobby.denied, { help: t.lobby.deniedHelp, retry: true });
  if (mic === 'busy' || cam === 'busy') return warn(t.lobby.busy, { retry: true });
  if (mic === 'none' && cam === 'none') return warn(t.lobby.none);
  if (mic === 'denied') return warn(t.lobby.deniedMic, { retry: true });
  if (cam === 'denied') return warn(t.lobby.deniedCam, { retry: true });
  if (mic === 'none') return warn(t.lobby.noneMic);
  if (cam === 'none') return warn(t.lobby.noneCam);
  if (muted) return { tone: 'info', icon: MicOff, text: t.lobby.mutedNote };
  return wasHeard
    ? { tone: 'ok', icon: Volume2, text: t.lobby.heard }
    : { tone: 'info', icon: Mic, text: t.lobby.silent };
};

const note = (): Note =>
  maySend.value
    ? deviceNote(access.value.mic, access.value.cam, !wanted.value.mic, heard.value)
    : { tone: 'info', icon: Eye, text: t.lobby.observer };

const NoteView = ({ note }: { note: Note }) => (
  <div class={`note ${note.tone}`} role="status">
    <Icon of={note.icon} size={16} />
    <div>
      <p>{note.text}</p>
      {note.help && <p class="note-help">{note.help}</p>}
      {note.retry && (
        <button type="button" class="btn small" onClick={askDevices}>
          <Icon of={RotateCw} size={15} />
          {t.tryAgain}
        </button>
      )}
    </div>
  </div>
);

const noPictureText = (): string => {
  if (!maySend.value) return t.lobby.observerShort;
  if (access.value.cam === 'asking') return t.lobby.askingShort;
  return access.value.cam === 'ok' || !wanted.value.cam ? t.lobby.camOff : t.lobby.noPreview;
};

const Preview = ({ name }: { name: string }) => (
  <section class="preview" aria-label={t.lobby.preview}>
    <figure class="tile" aria-label={t.lobby.preview}>
      <Avatar id={room.value.you ?? name} name={name} />
      {selfStream.value ? (
        <Video stream={selfStream.value} source="cam" mirrored />
      ) : (
        <p class="no-picture">
          <Icon of={VideoOff} size={16} />
          {noPictureText()}
        </p>
      )}
      <figcaption>
        <Voice speaking={micOn.value} muted={!micShown.value} />
        <b>{name || t.tile.you}</b>
        <span class="role">{t.lobby.preview}</span>
      </figcaption>
      {maySend.value && (
        <div class="preview-controls">
          <MicControl />
          <CamControl />
        </div>
      )}
    </figure>
  </section>
);

const company = (): string => {
  if (!room.value.session) return t.lobby.connecting;
  const names = others(room.value).map((p) => p.name);
  const here = names.length === 0 ? t.lobby.alone : t.lobby.here(names);
  return maySend.value ? `${here} ${t.lobby.check}` : here;
};

export const Lobby = ({ name, role }: { name: string; role: string }) => {
  const { session, recording } = room.value;
  const record = session?.record === true || recording !== null;
  return (
    <div class="lobby">
      <Header role={role} />
      <main class="lobby-main">
        <Preview name={name} />
        <section class="card glass" aria-labelledby="lobby-title">
          <h2 id="lobby-title">{t.lobby.title}</h2>
          <p class="card-sub">{company()}</p>
          <DeviceFields />
          <NoteView note={note()} />
          <LobbyRecording />
          <LobbyTranscript />
          <button type="button" class="btn primary big join-btn" onClick={join}>
            {t.lobby.join}
          </button>
          {session && (
            <p class="consent">
              <Icon of={ShieldCheck} size={15} />
              {t.consent({ ...session, record }, { record, transcribe: true })}
            </p>
          )}
        </section>
      </main>
    </div>
  );
};
