import { firstName, list } from './names';

/** Somebody by name; `you` for oneself. */
export type Whom = { readonly name: string } | 'you';

const stops: Readonly<Record<string, string>> = {
  requested: 'Recording stopped by the host',
  disk_full: 'Recording stopped: the server has no room left. The session goes on.',
  limit: 'Recording stopped: it is as long as a recording may be. The session goes on.',
  failed: 'Recording stopped: something went wrong. The session goes on.',
};

const byWhom = (by: Whom | null): string => (by === null || by === 'you' ? '' : ` by ${firstName(by.name)}`);

const local = (who: readonly Whom[]): string => {
  const names = who
    .map((each) => (each === 'you' ? 'You' : firstName(each.name)))
    .toSorted((a) => (a === 'You' ? -1 : 1));
  if (names.length > 1) return `${list.format(names)} record on their own devices.`;
  return names[0] === 'You' ? 'You record on your own device.' : `${names[0]} records on their own device.`;
};

const percent = (progress: number): string => `${Math.floor(Math.min(1, Math.max(0, progress)) * 100)} %`;
const minutes = (ms: number): string => (ms < 60_000 ? 'less than a minute' : `${Math.round(ms / 60_000)} min`);
const size = (bytes: number): string => {
  const mega = bytes / 1_000_000;
  return mega >= 1000 ? `${(mega / 1000).toFixed(1)} GB` : `${Math.max(1, Math.round(mega))} MB`;
};

const AGREE = 'By joining you agree to being recorded.';

/** All about being recorded, and about what was. */
export const recording = {
  rec: 'REC',
  on: 'This session is recorded',
  startedBy: (by: Whom) => (by === 'you' ? 'You started it.' : `Started by ${by.name}.`),
  local,
  localShort: (who: readonly Whom[]) => {
    const [only] = who;
    if (who.length > 1) return `${who.length} people record`;
    return only === undefined || only === 'you' ? 'You record' : `${firstName(only.name)} records`;
  },
  mark: 'Records',

  /** Before one joins; `agree` for those who will be seen or heard. */
  lobby: {
    on: (agree: boolean) => (agree ? `This session is recorded. ${AGREE}` : 'This session is recorded.'),
    planned: (agree: boolean) => (agree ? `This session will be recorded. ${AGREE}` : 'This session will be recorded.'),
    local: (who: readonly Whom[], agree: boolean) => (agree ? `${local(who)} ${AGREE}` : local(who)),
  },
  asked: {
    title: 'Recording has started',
    text: (by: Whom | null) =>
      by === null || by === 'you'
        ? 'This session is recorded from now on.'
        : `${firstName(by.name)} has started to record this session.`,
    what: 'Picture, sound and shared screens of everybody are saved. If you stay, you agree to being recorded.',
    stay: 'Stay',
    leave: 'Leave',
  },

  start: {
    control: 'Record',
    name: 'Record the session',
    busy: 'Starting…',
    title: 'Start recording?',
    text: 'Picture, sound and shared screens are saved on the server. Everybody will be told.',
    no: 'Cancel',
    yes: 'Start',
  },
  stop: {
    control: 'Recording',
    name: 'Stop recording',
    busy: 'Stopping…',
    title: 'Stop recording?',
    text: 'What was recorded until now is kept. Everybody will be told.',
    no: 'Cancel',
    yes: 'Stop',
  },

  toast: {
    started: (by: Whom | null) => `Recording started${byWhom(by)}`,
    stopped: (reason: string, by: Whom | null) =>
      Object.hasOwn(stops, reason) ? (stops[reason] ?? '') : `Recording stopped${byWhom(by)}`,
    local: (name: string, on: boolean) =>
      on
        ? `${firstName(name)} records on their own device`
        : `${firstName(name)} stopped recording on their own device`,
  },

  willBe: 'The recording will be on',
  willBeLink: 'your dashboard',
  willBeKept: 'The recording will be with your sessions.',

  entry: {
    watch: (count: number) => (count === 1 ? 'Recording' : `${count} recordings`),
    recording: 'Recording now',
    processing: (progress: number) => `Making the film… ${percent(progress)}`,
    failed: 'Recording failed',
    deleted: 'Recording deleted',
  },

  page: {
    title: 'Recording',
    back: 'Your sessions',
    loading: 'Loading the recording',
    notLoaded: 'The recording could not be loaded.',
    none: 'Not recorded',
    noneText: 'There is no recording of this session.',
    recording: 'This session is being recorded',
    recordingText: 'Its film is made as soon as the recording stops. You can leave this page open.',
    processing: 'Making the film…',
    processingText: 'It will appear here by itself. You can also come back later.',
    failed: 'The film could not be made',
    failedText: 'Something went wrong with this recording. Ask whoever invited you.',
    deleted: 'This recording was deleted',
    deletedText: 'It was kept for as long as was agreed, or somebody has deleted it.',
    parts: 'Recordings of this session',
    part: (number: number, at: string) => `${number}. ${at}`,
    progress: 'How far the film is',
    percent,
    minutes,
  },

  player: {
    name: 'Film of the session',
    seek: 'Place in the film',
    place: (now: string, all: string, chapter: string | null) =>
      chapter === null ? `${now} of ${all}` : `${now} of ${all}, ${chapter}`,
    speed: 'Speed',
    times: (rate: number) => (rate === 1 ? 'Normal' : `${rate}×`),
    download: 'Download',
    downloadName: (bytes: number) => `Download the film, ${size(bytes)}`,
    chapters: 'Chapters',
    transcript: 'Transcript',
    panels: 'Beside the film',
    noChapters: 'This film has no chapters.',
    noTranscript: 'What is said could not be loaded.',
    nothingYet: 'Nothing of it is text yet. It will appear here by itself.',
    nothingSaid: 'Nothing of what was said in this film became text.',
    backToNow: 'Back to now',
    copy: 'Copy',
    saveTranscript: (format: string) => `Download the transcript as ${format}`,
    search: {
      name: 'Search in the transcript',
      next: 'Next match',
      previous: 'Previous match',
      found: (at: number, count: number) => (count === 0 ? 'No match' : `${at} of ${count}`),
    },
    incomplete: 'A part of the session is missing in this film.',
    broken: 'The film cannot be played.',
    keys: (captions: boolean) =>
      `Keyboard, with the film in focus: space to play, J and L to go 10 seconds back and on, < and > for the speed${captions ? ', C for captions' : ''}.`,
  },
} as const;
