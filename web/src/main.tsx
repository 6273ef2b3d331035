import './styles/index.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { boot, claimsOf } from './connection/boot';
import { room, screen } from './state/store';
import { t } from './strings/en';
import { startSession, toggleCam, toggleMic } from './view/actions';
import { App } from './view/app';
import { chooseEffects } from './view/effects';
import { announceConnection } from './view/notify';

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

const start = () => {
  chooseEffects();
  const booted = boot(location, history, sessionStorage);
  const claims = claimsOf(booted.ok ? booted.ticket.token : '');
  if (booted.ok) {
    announceConnection();
    guardAgainstAccidents();
    effect(() => {
      document.title = room.value.session?.title ?? t.loadingTitle;
    });
    startSession(booted.ticket, claims.role);
  } else {
    screen.value = { at: 'stopped', why: booted.why };
    document.documentElement.dataset.connection = 'disconnected';
  }
  const root = document.getElementById('app');
  if (root) render(<App claims={claims} />, root);
};

start();
