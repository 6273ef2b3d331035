import { dashboard } from './dashboard';

const whenMade = (at: string | null): string => (at === null ? '' : `, ${dashboard.when(at)}`);

/** All about what a session came to, in words. */
export const summary = {
  title: 'Summary',
  /** Beside what people are told of the transcript. */
  privacy: 'Afterwards Google Gemini writes a summary of the text for the same people; it may be wrong.',
  label: 'Made by a model, may be wrong',
  madeBy: (model: string | null, at: string | null) => `${model ?? 'A model'}${whenMade(at)}`,
  editedBy: (name: string | null, at: string) => `Edited by ${name ?? 'the organiser'}, ${dashboard.when(at)}`,
  whole: 'The whole session',
  decisions: 'Decisions',
  homework: 'Homework',
  whom: (name: string) => `${name}:`,
  said: 'said at',
  watch: (time: string) => `Watch from ${time}`,
  loading: 'Loading the summary',
  pending: 'The summary is being written…',
  pendingText: 'It will appear here by itself.',
  failed: 'The summary could not be made',
  failedText: 'The model did not answer, or not in a way that could be used.',
  notLoaded: 'The summary could not be loaded.',
  empty: 'It says nothing.',
  edit: 'Edit',
  again: 'Make again',
  againTitle: 'Make the summary again?',
  againText: 'A new one takes the place of this one, and of what was edited in it.',
  againYes: 'Make again',
  cancel: 'Cancel',
  notMade: 'It could not be asked for. Try again in a minute.',

  form: {
    name: 'Edit the summary',
    text: 'What it was about',
    decision: (number: number) => `Decision ${number}`,
    homework: (number: number) => `Homework ${number}`,
    whom: (number: number) => `Who does homework ${number}`,
    whomPlaceholder: 'Who',
    addDecision: 'Add a decision',
    addHomework: 'Add homework',
    remove: (what: string) => `Remove ${what.toLowerCase()}`,
    save: 'Save',
    saving: 'Saving…',
    saved: 'The summary is saved',
    changed: 'Somebody else changed the summary meanwhile. Copy what you wrote, then load theirs.',
    load: 'Load theirs',
    failed: 'It was not saved. Try again.',
  },
} as const;
