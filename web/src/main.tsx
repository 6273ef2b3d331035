import './styles/index.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { type Boot, boot, type Claims, claimsOf, type Ticket } from './connection/boot';
import { inTab } from './state/kept';
import { room, type Screen, screen } from './state/store';
import { t } from './strings/en';
import { startSession, toggleCam, toggleMic } from './view/actions';
import { App } from './view/app';
import { followRecordings } from './view/deviceRecording';
import { chooseEffects } from './view/effects';
import { tellParent } from './view/embed';
import { announceConnection } from './view/notify';
import { followVoice } from './view/voice';

/** Ctrl or ⌘ with D and E, as in other call programs. Single keys would collide with typing. */
const onKey = (event: KeyboardEvent) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.repeat) return;
  const key = event.key.toLowerCase();
  const { at } = screen.peek();
  if ((key !== 'd' && key !== 'e') || (at !== 'lobby' && at !== 'room')) return;
  event.preventDefault();
  void (key === 'd' ? toggleMic() : toggleCam());
};

const guardAgainstAccidents = () => {
  addEventListener('keydown', onKey);
  addEventListener('beforeunload', (event) => {
    if (screen.peek().at === 'room' && room.peek().ended === null) event.preventDefault();
  });
  // A page from the back-forward cache has dead sockets and a connection the server was told is gone.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
};

const enterRoom = (ticket: Ticket, role: string) => {
  announceConnection();
  tellParent();
  followVoice();
  guardAgainstAccidents();
  effect(() => {
    document.title = room.value.session?.title ?? t.loadingTitle;
  });
  startSession(ticket, role);
};

/** A page beside the room: it has no connection. */
const show = (beside: Screen, title: string) => {
  screen.value = beside;
  document.title = title;
  document.documentElement.dataset.connection = beside.at === 'feedback' ? 'ended' : 'disconnected';
  // Another link to where one is already.
  addEventListener('hashchange', () => location.reload());
};

const claimsOfBoot = (booted: Boot): Claims => {
  if (!booted.ok) return claimsOf('');
  return claimsOf(booted.at === 'dashboard' ? booted.token : booted.ticket.token);
};

const start = () => {
  chooseEffects();
  followRecordings();
  const booted = boot(location, history, inTab);
  const claims = claimsOfBoot(booted);
  if (!booted.ok) show({ at: 'stopped', why: booted.why }, t.loadingTitle);
  else if (booted.at === 'dashboard') show({ at: 'dashboard', token: booted.token }, t.dashboard.title);
  else if (booted.at === 'recording')
    show({ at: 'recording', ticket: booted.ticket, atMs: booted.atMs }, t.recording.page.title);
  else if (booted.at === 'feedback') show({ at: 'feedback', ticket: booted.ticket }, t.feedback.title);
  else enterRoom(booted.ticket, claims.role);
  const root = document.getElementById('app');
  if (root) render(<App claims={claims} />, root);
};

start();
