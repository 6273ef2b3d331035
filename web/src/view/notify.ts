import { effect } from '@preact/signals';
import type { LiveListener } from '../connection/live';
import type { RecordingChange, ServerEvent } from '../protocol/types';
import { alertUser, polite, toast } from '../state/notices';
import { nobody, notePresence, type Presence } from '../state/presence';
import { listen, nextVoiceChange, shownVoices, type Voices } from '../state/speaking';
import { link, room, screen, speaking } from '../state/store';
import { t } from '../strings/en';
import { chatVisible } from './ui';
import { whom } from './whom';

const nameOf = (id: string): string | null => room.peek().participants.find((p) => p.id === id)?.name ?? null;

const tellHand = (id: string, raised: boolean) => {
  const name = nameOf(id);
  if (raised && name !== null && id !== room.peek().you) toast('hand', t.toast.handRaised(name));
};

const SUDDEN: readonly string[] = ['disk_full', 'limit', 'failed'];

const tellRecording = ({ state, by, reason = '' }: RecordingChange) => {
  if (state === 'recording') toast('record', t.recording.toast.started(whom(by)));
  else toast(SUDDEN.includes(reason) ? 'recordBroke' : 'record', t.recording.toast.stopped(reason, whom(by)));
};

const tellLocalRecording = (id: string, on: boolean) => {
  const name = nameOf(id);
  if (name !== null && id !== room.peek().you) toast('record', t.recording.toast.local(name, on));
};

/** The line for what somebody else did, or the time, for those in the room. */
const tell = (event: ServerEvent): void => {
  const { you, topics } = room.peek();
  switch (event.t) {
    case 'session.updated':
      toast('time', t.toast.changed(event.d.title, Math.round(event.d.plannedMs / 60_000)));
      return;
    case 'participant.updated':
      if (event.d.by !== undefined && event.d.id === you) toast('micMuted', t.toast.mutedBy(nameOf(event.d.by)));
      return;
    case 'hand.set':
      tellHand(event.d.participant, event.d.raised);
      return;
    case 'chat.message':
      if (event.d.from !== you && !chatVisible.peek()) toast('chat', t.toast.message(event.d.name));
      return;
    case 'timer.warning':
      toast('time', t.toast.timeLeft(Math.round(event.d.leftMs / 60_000)));
      return;
    case 'recording.state':
      tellRecording(event.d);
      return;
    case 'recording.local':
      tellLocalRecording(event.d.participant, event.d.on);
      return;
    case 'topic.updated': {
      const next = topics.find((topic) => !topic.done);
      if (next) polite.value = t.announce.nextTopic(next.title);
      return;
    }
    default:
      return;
  }
};

/** Turns what happens into rings, toasts and spoken notices. Owns the timers that the pure parts ask for. */
export const createNotifier = (): LiveListener => {
  let presence: Presence = nobody;
  let voices: Voices = new Map();
  let heard: readonly string[] = [];
  let voiceTimer: ReturnType<typeof setTimeout> | undefined;

  const tellPresence = () => {
    const { came, went } = presence;
    presence = nobody;
    if (screen.value.at !== 'room') return;
    if (came.length > 0) toast('people', t.toast.joined(came));
    if (went.length > 0) toast('people', t.toast.left(went));
  };

  const updateVoices = () => {
    const now = performance.now();
    voices = listen(voices, heard, now);
    const shown = shownVoices(voices);
    if (shown.join() !== speaking.peek().join()) speaking.value = shown;
    clearTimeout(voiceTimer);
    const next = nextVoiceChange(voices);
    if (next !== null) voiceTimer = setTimeout(updateVoices, Math.max(0, next - now) + 1);
  };

  return {
    participantsChanged(before) {
      const now = performance.now();
      const waiting = presence.tellAt !== null;
      presence = notePresence(presence, before, room.peek().participants, room.peek().you, now);
      if (!waiting && presence.tellAt !== null) setTimeout(tellPresence, presence.tellAt - now);
    },
    happened(event) {
      if (screen.peek().at === 'room') tell(event);
    },
    speaking(participants) {
      heard = participants;
      updateVoices();
    },
    qualityChanged(value) {
      if (value === 1) toast('unstable', t.toast.unstable);
      if (value === 3) toast('stable', t.toast.stable);
    },
  };
};

/** Keeps `<html data-connection>` right and tells what stops or resumes the call, until what it returns is called. */
export const announceConnection = (): (() => void) => {
  let last: string | null = null;
  return effect(() => {
    const { status } = link.value;
    document.documentElement.dataset.connection = status;
    const inRoom = screen.peek().at === 'room';
    if (inRoom && last !== null && last !== status) {
      if (status === 'reconnecting') {
        toast('unstable', t.toast.unstable);
        alertUser(t.announce.reconnecting);
      }
      if (status === 'disconnected') alertUser(t.announce.gaveUp);
      if (status === 'connected') {
        alertUser('');
        if (last === 'connecting') polite.value = t.announce.connected;
        else toast('stable', t.toast.back);
      }
    }
    last = status;
  });
};
