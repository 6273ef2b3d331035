import type { TranscribedBy } from '../protocol/types';

const hearers = { gemini: ' by Google Gemini', program: ' by a program of this server’s operator' } as const;

/** All about what is said becoming text. */
export const transcript = {
  /** By whom; null: that is not known. */
  privacy: (by: TranscribedBy | null) =>
    by === 'demo'
      ? 'A demo stands in for the transcript: nobody hears what is said.'
      : `Speech is turned into text${by === null ? '' : hearers[by]}. Only this session’s people see it. ` +
        'Sound may be kept until the text is complete, and is deleted then.',
  lines: 'Lines',
  final: 'What was said',
  interim: 'Being said now',
  now: 'now',
  erased: 'Erased',
  latest: 'Jump to latest',
  copy: 'Copy transcript',
  copied: 'Transcript copied',
  notCopied: 'The browser did not allow to copy the transcript',
  states: { on: 'Live', interrupted: 'Interrupted', off: 'Off' },
  interrupted: 'Transcript interrupted. What is said may follow later.',
  stopped: (kept: boolean) =>
    kept
      ? 'Live text has stopped. What is said may still be written down after the session.'
      : 'The transcript has stopped. What is said from now on is not written down.',

  badge: 'Transcript',
  on: 'This session is transcribed',
  onText: 'What is said becomes text that everybody in the session can read.',
  /** Before one joins; `heard` for those who will be. */
  lobby: (heard: boolean) => `This session is transcribed.${heard ? ' By joining you agree to it.' : ''}`,

  captions: {
    control: 'Captions',
    size: 'Caption size',
    sizes: { small: 'Small', medium: 'Medium', large: 'Large' },
  },

  commands: {
    setting: 'Voice commands',
    text: 'Say “mute”, “raise hand” or “topic done”, and nothing else in that sentence.',
    raised: 'You said “raise hand”: your hand is raised',
    topicDone: (title: string) => `You said “topic done”: ${title}`,
  },
} as const;
