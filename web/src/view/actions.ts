import { effect } from '@preact/signals';
import type { Ticket } from '../connection/boot';
import { LiveSession } from '../connection/live';
import * as capture from '../media/capture';
import { choose, type DeviceKind } from '../media/devices';
import { toldInLobby } from '../state/consent';
import { inTab } from '../state/kept';
import { toast } from '../state/notices';
import { handRaised } from '../state/select';
import { ticket as ownTicket, room, screen } from '../state/store';
import { t } from '../strings/en';
import { createNotifier } from './notify';
import { agreed, recordAsked } from './ui';

/** What a person can do on the page. The only place where the view reaches the session. */
let session: LiveSession | null = null;

/** Muted before a reload is muted after it. */
const rememberWanted = (sessionId: string): void => {
  const key = `lyceum:wanted:${sessionId}`;
  const stored = inTab.get(key);
  if (stored) capture.wanted.value = { mic: stored[0] === '1', cam: stored[1] === '1' };
  effect(() => {
    const { mic, cam } = capture.wanted.value;
    inTab.set(key, `${Number(mic)}${Number(cam)}`);
  });
};

/** Agreed to before a reload is agreed to after it. */
const rememberAgreed = (sessionId: string): void => {
  const key = `lyceum:agreed:${sessionId}`;
  agreed.value = (inTab.get(key) ?? '').split(' ').filter(Boolean);
  effect(() => {
    inTab.set(key, agreed.value.join(' '));
  });
};

/** `role` as the token says it: the server lets an observer send nothing. */
export const startSession = (ticket: Ticket, role: string): void => {
  ownTicket.value = ticket;
  capture.maySend.value = role !== 'observer';
  rememberWanted(ticket.sessionId);
  rememberAgreed(ticket.sessionId);
  session = new LiveSession(ticket, createNotifier());
  session.start();
  capture.whenDeviceLost((input) => toast('problem', input === 'mic' ? t.toast.micLost : t.toast.camLost));
  void capture.openInputs();
};

/** Agrees to being recorded, as one has been told. */
export const agree = (): void => {
  agreed.value = [...new Set([...agreed.peek(), ...toldInLobby(room.peek())])];
};

export const join = (): void => {
  agree();
  session?.join();
};
export const leave = (): void => session?.leave();
export const reconnect = (): void => session?.retry();
export const reload = (): void => location.reload();
export const askDevices = (): Promise<void> => capture.openInputs();

const inRoom = (): boolean => screen.peek().at === 'room';

export const toggleMic = async (): Promise<void> => {
  if (!capture.maySend.peek()) return;
  const on = !capture.micShown.peek();
  await capture.setMic(on);
  if (on && !capture.micShown.peek()) toast('problem', t.toast.noMic);
  else if (inRoom()) toast(on ? 'micOn' : 'micMuted', on ? t.toast.micOn : t.toast.micMuted);
};

export const toggleCam = async (): Promise<void> => {
  if (!capture.maySend.peek()) return;
  const on = !capture.camShown.peek();
  await capture.setCam(on);
  if (on && !capture.camShown.peek()) toast('problem', t.toast.noCam);
  else if (inRoom()) toast(on ? 'camOn' : 'camOff', on ? t.toast.camOn : t.toast.camOff);
};

export const toggleShare = async (): Promise<void> => {
  if (capture.sharing.peek()) {
    capture.stopScreen();
    toast('share', t.toast.shareOff);
  } else if (await capture.startScreen()) {
    toast('share', t.toast.shareOn);
  }
};

export const pickDevice = async (kind: DeviceKind, id: string): Promise<void> => {
  choose(kind, id);
  if (kind === 'audioinput') await capture.reopen('mic');
  if (kind === 'videoinput') await capture.reopen('cam');
};

/** Says when the server did not do it, and tells whether it did. What was done is shown by the room itself. */
const orTell = async (asked: Promise<boolean> | undefined): Promise<boolean> => {
  const done = await asked;
  if (done === false && inRoom()) toast('problem', t.toast.notDone);
  return done === true;
};

/** False when there is nothing to say, or too much. */
export const say = (text: string): boolean => session?.actions.say(text) ?? false;
export const sayAgain = (op: string): void => session?.actions.sayAgain(op);
export const toggleHand = (): Promise<boolean> => orTell(session?.actions.setHand(!handRaised(room.peek())));
export const markTopicDone = (id: string): Promise<boolean> => orTell(session?.actions.topicDone(id));
export const muteOther = (id: string): Promise<boolean> => orTell(session?.actions.mute(id));
export const lowerOther = (id: string): Promise<boolean> => orTell(session?.actions.lowerHand(id));
export const removeOther = (id: string): Promise<boolean> => orTell(session?.actions.remove(id));
/** Has the session recorded, or not any more. */
export const record = async (on: boolean): Promise<void> => {
  if (recordAsked.peek() !== null) return;
  recordAsked.value = on ? 'start' : 'stop';
  const refused = await session?.actions.record(on);
  recordAsked.value = null;
  // What the server says of what it forbids is for people; all else is between it and the page.
  if (refused && inRoom()) toast('problem', refused.code === 'forbidden' ? refused.message : t.toast.notDone);
};
/** Tells the room that this device records, or no longer does; false when it did not take it. */
export const tellOfDevice = async (on: boolean): Promise<boolean> =>
  (await session?.actions.recordOnDevice(on)) ?? false;
export const endSession = (): Promise<boolean> => orTell(session?.actions.end());

/** From how the session went to the page that says that it has ended, and where one may go. */
export const closeEnded = (): void => {
  screen.value = { at: 'stopped', why: 'ended' };
};
