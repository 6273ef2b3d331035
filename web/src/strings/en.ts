import type { Outcome, Role } from '../protocol/types';
import type { Awaited } from '../state/select';
import type { MessageKind } from '../state/store';
import { dashboard } from './dashboard';
import { device } from './device';
import { firstName, list, people } from './names';
import { recording } from './recording';
import { summary } from './summary';
import { transcript } from './transcript';

interface Page {
  readonly title: string;
  readonly text: string;
  /** The button below, if anything can be done. */
  readonly action?: string;
}

const roles: Readonly<Record<Role, string>> = { mentor: 'Mentor', learner: 'Learner', observer: 'Observer' };
const roleName = (role: string): string => (Object.hasOwn(roles, role) ? roles[role as Role] : '');

const stopPages: Readonly<Record<MessageKind, Page>> = {
  noToken: {
    title: 'This link is not complete',
    text: 'Open the whole join link you were given: the last part of it is your personal key to the session.',
  },
  badToken: {
    title: 'This link is no longer valid',
    text: 'It may have expired, or belong to another session. Ask whoever invited you for a new link.',
  },
  noDashboardToken: {
    title: 'This link is not complete',
    text: 'Open the whole link you were given: the last part of it is your personal key to your sessions.',
  },
  badDashboardToken: {
    title: 'This link is no longer valid',
    text: 'It may have expired. Open your sessions again from where you found the link, or ask for a new one.',
  },
  noSession: { title: 'There is no such session', text: 'Check the link, or ask whoever invited you for a new one.' },
  forbidden: {
    title: 'You cannot join from here',
    text: 'This page is not allowed to open the session. Use the link you were given.',
  },
  takenOver: {
    title: 'Opened in another tab',
    text: 'You joined this session somewhere else, so this tab let go of it.',
    action: 'Use this tab instead',
  },
  removed: {
    title: 'You were taken out of the session',
    text: 'A mentor ended your part in it. If you think that was a mistake, ask whoever invited you.',
  },
  ended: { title: 'Session has ended', text: 'Thank you for taking part.' },
  version: {
    title: 'This page is out of date',
    text: 'The server was updated while the page was open.',
    action: 'Reload the page',
  },
  protocol: {
    title: 'Something went wrong',
    text: 'The page and the server did not understand each other. Reloading usually helps.',
    action: 'Reload the page',
  },
  left: { title: 'You left the session', text: 'You can come back until the session ends.', action: 'Rejoin' },
};

const awaited = (who: Awaited): string => {
  if (who === 'you') return 'you';
  return 'name' in who ? firstName(who.name) : `the ${who.side}`;
};

const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`);

const outcomes: Readonly<Record<Outcome, string>> = {
  completed: 'Session completed',
  incomplete: 'Session incomplete',
  no_show: 'The others did not come',
};
const endReasons: Readonly<Record<string, string>> = {
  mentor: 'The mentor ended the session.',
  requested: 'The session was ended by its host.',
  time: 'The planned time is used up.',
  hardEnd: 'The session reached its closing time.',
  abandoned: 'Nobody came back for a while.',
  cancelled: 'It was called off before it began.',
  full: 'So much has happened that no more can be kept.',
};

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
/** The time of day of an RFC 3339 time, empty for anything else. */
const timeOfDay = (at: string): string => (Number.isNaN(Date.parse(at)) ? '' : clock.format(new Date(at)));

/** Everything that a person reads or hears on the page. */
export const t = {
  appName: 'Lyceum',
  people,
  firstName,
  roleName,
  stopPages,
  timeOfDay,
  loadingTitle: 'Live session',
  loading: 'Loading…',
  tryAgain: 'Try again',
  dashboard,
  device,
  recording,
  transcript,
  summary,

  header: {
    withPeople: (names: readonly string[]) => `With ${people(names)}`,
    youAre: (role: string) => (role ? `You are the ${role.toLowerCase()}` : ''),
    alone: 'Nobody else is here yet',
    toDark: 'Switch to dark theme',
    toLight: 'Switch to light theme',
  },
  network: {
    stable: 'Network stable',
    fair: 'Network fair',
    unstable: 'Network unstable',
    connecting: 'Connecting',
    reconnecting: 'Reconnecting',
    disconnected: 'Disconnected',
  },
  timer: {
    left: (minutes: number) => `left of ${minutes} min`,
    waiting: 'Starts when both are here',
    waitingShort: 'Not started',
    planned: (minutes: number) => `${minutes} min planned`,
    paused: 'Paused',
    pausedFor: (who: readonly Awaited[]) => `Paused: waiting for ${list.format(who.map(awaited))}`,
    pausedForShort: (who: readonly Awaited[]) => `Waiting for ${list.format(who.map(awaited))}`,
    pausedOffline: 'Paused: you are offline',
    pausedOfflineShort: 'You are offline',
    ended: 'Time is up',
    name: (clock: string, note: string) => `${clock}, ${note}`,
  },

  lobby: {
    title: 'Ready to join?',
    alone: 'You are the first one here.',
    here: (names: readonly string[]) => `${people(names)} ${names.length === 1 ? 'is' : 'are'} already here.`,
    check: 'Check how you look and sound.',
    observer: 'You join as an observer: you will see and hear the others, and they will not see or hear you.',
    observerShort: 'You are not seen or heard',
    preview: 'Preview',
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    systemDefault: 'System default',
    noCamera: 'No camera found',
    noMicrophone: 'No microphone found',
    level: 'Microphone level',
    join: 'Join session',
    connecting: 'Connecting to the session…',
    asking: 'Your browser asks whether this page may use your microphone and camera. Please choose “Allow”.',
    askingShort: 'Waiting for your permission',
    denied: 'Please allow camera/mic access to join the session',
    deniedHelp:
      'Use the camera symbol in the address bar, then try again. You can also join without: you will see and hear the others.',
    none: 'No microphone or camera found. You can join anyway: you will see and hear the others.',
    noneMic: 'No microphone found. The others will see you, but not hear you.',
    noneCam: 'No camera found. The others will hear you, but not see you.',
    deniedMic: 'The microphone is blocked. Allow it in the address bar, or join without.',
    deniedCam: 'The camera is blocked. Allow it in the address bar, or join without.',
    busy: 'Another program is using your microphone or camera. Close it and try again, or join without.',
    heard: 'We can hear you.',
    silent: 'Say something to test your microphone.',
    mutedNote: 'Your microphone is muted.',
    camOff: 'Your camera is off',
    noPreview: 'No camera picture',
  },
  /** `told`: that it is recorded, or transcribed, is said elsewhere. */
  consent: (
    saved: { record: boolean; transcribe: boolean; saveChat: boolean; saveTranscript: boolean },
    told = { record: false, transcribe: false },
  ): string => {
    const kept = [
      saved.record && 'picture',
      saved.record && 'sound',
      saved.saveChat && 'chat',
      saved.transcribe && saved.saveTranscript && 'transcript',
    ].filter((x) => x !== false);
    const live = [
      saved.record && !told.record ? 'recorded' : '',
      saved.transcribe && !told.transcribe ? 'transcribed' : '',
    ].filter(Boolean);
    const otherwise = told.record ? '' : 'This session is not recorded. ';
    const first = live.length > 0 ? `This session is ${list.format(live)}. ` : otherwise;
    return kept.length > 0 ? `${first}Saved: ${list.format(kept)}.` : `${first}Nothing is saved.`;
  },

  controls: {
    name: 'Call controls',
    mute: 'Mute',
    unmute: 'Unmute',
    stopVideo: 'Stop video',
    startVideo: 'Start video',
    share: 'Share screen',
    shareShort: 'Share',
    stopShare: 'Stop sharing',
    stopShareShort: 'Stop',
    raiseHand: 'Raise hand',
    lowerHand: 'Lower hand',
    settings: 'Settings',
    more: 'More',
    end: 'End session',
    endShort: 'End',
    leave: 'Leave',
  },

  tile: {
    you: 'You',
    active: 'Active',
    joining: 'Joining',
    disconnected: 'Disconnected',
    muted: 'Muted',
    hand: 'Hand raised',
    handPlace: (place: number) => `Hand raised · ${place}`,
    options: (name: string) => `Options for ${name}`,
    mute: 'Mute',
    lowerHand: 'Lower hand',
    remove: 'Remove',
    lostTitle: (name: string) => `${firstName(name)} lost connection`,
    lostText: 'Their seat is kept. They can come back any time.',
    sharing: (name: string) => `${firstName(name)} is sharing`,
    sharedScreen: 'Shared screen',
    youShare: 'You are sharing your screen',
    more: (count: number) => `${count} more`,
    moreNames: (names: readonly string[]) => `Also here: ${list.format(names)}`,
  },
  stage: {
    name: 'Video',
    waitingTitle: 'Waiting for the others',
    waitingText: 'They will appear here as soon as they join.',
    tapToHear: 'Tap to hear',
  },

  overlay: {
    connecting: 'Connecting...',
    reconnecting: 'Reconnecting…',
    detected: 'Network issues detected. Trying to reconnect...',
    attempt: (n: number) => `Attempt ${n} of 3`,
    unreachable: 'Waiting for the network',
    tips: ['Check your WiFi', 'Refresh page if stuck'],
    gaveUpTitle: 'We couldn’t reconnect',
    gaveUpAttempts: 'Three attempts failed. Your place in the session is kept.',
    gaveUpUnreachable: 'The server cannot be reached. We keep trying, and your place in the session is kept.',
    reconnect: 'Reconnect',
    tapToRejoin: 'Tap to rejoin',
  },

  side: {
    name: 'Session panel',
    topics: 'Topics to cover today',
    topicsTab: 'Topics',
    topicsDone: (done: number, all: number) => `${done} of ${all} done`,
    topicsProgress: 'Topics done',
    topicDone: 'Done:',
    now: 'Now',
    markDone: 'Topic done',
    hands: 'Raised hands, in order',
    noTopics: 'No topics were set for this session.',
    chat: 'Chat',
    unread: (count: number) => `${count} unread`,
    transcript: 'Transcript',
    transcriptOff: 'Transcript off',
    transcriptOffText: 'What is said in this session is not written down.',
    transcriptEmpty: 'Nothing yet',
    transcriptEmptyText: 'What is said will appear here.',
    open: 'Open panel',
    close: 'Close panel',
  },

  chat: {
    empty: 'No messages yet',
    emptyText: 'What you write here is seen by everybody in the room.',
    messages: 'Messages',
    label: 'Message',
    placeholder: (names: readonly string[]) => (names.length === 0 ? 'Message' : `Message ${people(names)}`),
    send: 'Send',
    sending: 'Sending…',
    failed: 'Not sent',
    retry: 'Retry',
    erased: 'This message was erased',
    newMessages: 'New messages',
    count: (now: number, most: number) => `${now.toLocaleString('en')} of ${most.toLocaleString('en')} characters`,
    readOnly: 'Observers read along and do not write.',
  },

  leave: {
    title: 'Leave session?',
    text: 'Are you sure? Your session will be marked incomplete.',
    stay: 'Stay',
    leave: 'Leave session',
  },
  end: {
    title: 'End session?',
    text: 'It ends for everybody, and nobody can come back.',
    stay: 'Keep going',
    end: 'End session',
  },
  remove: {
    title: (name: string) => `Remove ${name}?`,
    text: 'They leave the session at once and cannot come back.',
    stay: 'Cancel',
    remove: 'Remove',
  },
  ended: {
    title: 'Session has ended',
    outcomes,
    cancelled: 'Session cancelled',
    reason: (reason: string) => (Object.hasOwn(endReasons, reason) ? endReasons[reason] : ''),
    time: (active: number, planned: number) => `${minutes(active)} together, of ${planned} planned.`,
    close: 'Close',
    feedback: 'Give feedback',
    goOn: 'Continue',
  },
  onwards: { name: 'Where to go from here', feedback: 'Give feedback', dashboard: 'Your sessions' },
  feedback: {
    title: 'Feedback',
    question: 'How was it?',
    notLoaded: 'The session could not be loaded.',
    rating: 'Rating',
    stars: (count: number) => (count === 1 ? '1 star' : `${count} stars`),
    comment: 'Comments',
    placeholder: 'What worked, and what could be better? (optional)',
    skip: 'Skip',
    send: 'Send feedback',
    failed: 'It could not be sent. Please try again.',
    done: 'All done',
    doneText: 'There is nothing more to do here.',
    back: 'Go back',
  },
  settings: {
    title: 'Settings',
    text: 'Changes take effect at once.',
    done: 'Done',
    keys: 'Keyboard: Ctrl or ⌘ with D for the microphone, with E for the camera.',
  },

  toast: {
    changed: (title: string, planned: number) => `Changed by the host: “${title}”, ${minutes(planned)}`,
    region: 'Notices',
    micMuted: 'Mic muted',
    micOn: 'Mic on',
    camOff: 'Camera off',
    camOn: 'Camera on',
    noMic: 'No microphone to use',
    noCam: 'No camera to use',
    micLost: 'The microphone was unplugged',
    camLost: 'The camera was unplugged',
    shareOn: 'You are sharing your screen',
    shareOff: 'You stopped sharing',
    unstable: 'Network unstable',
    stable: 'Network stable',
    back: 'Network stable: you are connected again',
    mutedBy: (name: string | null) => `You were muted by ${name ?? 'a mentor'}`,
    timeLeft: (left: number) => `${minutes(left)} left`,
    handRaised: (name: string) => `${firstName(name)} raised a hand`,
    message: (name: string) => `New message from ${firstName(name)}`,
    notDone: 'That did not work. Please try again.',
    joined: (names: readonly string[]) => `${people(names)} joined`,
    left: (names: readonly string[]) => `${people(names)} left`,
  },
  announce: {
    connected: 'Connected',
    nextTopic: (title: string) => `Next topic: ${title}`,
    reconnecting: 'Connection lost. Reconnecting.',
    gaveUp: 'You have been disconnected. Use the Reconnect button to try again.',
  },
} as const;
