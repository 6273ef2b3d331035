import type { ChatMessage } from '../protocol/types';

/** More than anybody scrolls back. */
const MOST_LINES = 500;
export const MOST_CHARACTERS = 2000;

/** A line of one's own from Enter until it stands among the server's. */
export interface Outgoing {
  /** The operation that says it; a retry is the same one, so that it is never said twice. */
  readonly op: string;
  readonly text: string;
  /** When it was written, RFC 3339. */
  readonly at: string;
  readonly state: 'pending' | 'sent' | 'failed';
  /** The message's id, once the server has answered. */
  readonly id: string | null;
  /** A message that came before the answer and is this line by all appearances. */
  readonly echo: string | null;
}

export interface Chat {
  /** In the server's order. */
  readonly lines: readonly ChatMessage[];
  readonly outgoing: readonly Outgoing[];
}

export const noChat: Chat = { lines: [], outgoing: [] };

/** What may be said: line breaks are the only control characters, and the ends are no blanks. */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[^\P{Cc}\n]/gu, '')
    .trim();

/** Takes a line of one's own away when its echo is there, or notes the echo that came before the answer. */
const matchEcho = (outgoing: readonly Outgoing[], message: ChatMessage, you: string | null): readonly Outgoing[] => {
  if (message.from !== you) return outgoing;
  if (outgoing.some(({ id }) => id === message.id)) return outgoing.filter(({ id }) => id !== message.id);
  if (outgoing.some(({ echo }) => echo === message.id)) return outgoing;
  const alike = outgoing.filter(({ echo, text }) => echo === null && text === message.text);
  const first = alike.find(({ state }) => state === 'pending') ?? alike.find(({ state }) => state === 'failed');
  return first ? outgoing.map((line) => (line === first ? { ...line, echo: message.id } : line)) : outgoing;
};

/** A message of the room; one that is there already is replaced, as when it was erased. */
export const hear = (chat: Chat, message: ChatMessage, you: string | null): Chat =>
  chat.lines.some(({ id }) => id === message.id)
    ? { ...chat, lines: chat.lines.map((line) => (line.id === message.id ? message : line)) }
    : {
        lines: [...chat.lines, message].slice(-MOST_LINES),
        outgoing: matchEcho(chat.outgoing, message, you),
      };

/** The messages of a snapshot. What was answered before it is among them, or older than all of them. */
export const replaceChat = (chat: Chat, messages: readonly ChatMessage[], you: string | null): Chat => {
  const known = new Set(chat.lines.map(({ id }) => id));
  const open = chat.outgoing.filter(({ state }) => state !== 'sent');
  const outgoing = messages
    .filter(({ id }) => !known.has(id))
    .reduce<readonly Outgoing[]>((lines, message) => matchEcho(lines, message, you), open);
  return { lines: messages, outgoing };
};

const change = (chat: Chat, op: string, by: (line: Outgoing) => Outgoing | null): Chat => ({
  ...chat,
  outgoing: chat.outgoing.flatMap((line) => (line.op === op ? (by(line) ?? []) : line)),
});

/** Says a line, or says one that failed again. */
export const say = (chat: Chat, op: string, text: string, at: string): Chat =>
  chat.outgoing.some((line) => line.op === op)
    ? change(chat, op, (line) => ({ ...line, state: 'pending' }))
    : { ...chat, outgoing: [...chat.outgoing, { op, text, at, state: 'pending', id: null, echo: null }] };

/** The server has it under this id: the line goes if the message is here, else it waits for it. */
export const said = (chat: Chat, op: string, id: string): Chat => {
  const here = chat.lines.some((line) => line.id === id);
  return change(chat, op, (line) => (here ? null : { ...line, state: 'sent', id, echo: null }));
};

/** Not said, as far as one knows: a line whose echo is here only lost its answer. */
export const notSaid = (chat: Chat, op: string): Chat =>
  change(chat, op, (line) => (line.echo === null ? { ...line, state: 'failed' } : null));

/** One's own lines that do not stand among the server's yet. */
export const unechoed = (chat: Chat): readonly Outgoing[] => chat.outgoing.filter(({ echo }) => echo === null);

/** How many lines of others came after this one; all of them if it is not among them. */
export const unread = (chat: Chat, lastRead: string | null, you: string | null): number => {
  const after = chat.lines.findIndex(({ id }) => id === lastRead) + 1;
  return chat.lines.slice(after).filter(({ from }) => from !== you).length;
};

export type Piece = { readonly text: string; readonly href?: string };

const LINK = /https?:\/\/[^\s<>"'`]+/giu;
/** What ends a sentence rather than an address. */
const TAIL = /[.,;:!?)\]}]+$/u;

const hrefOf = (text: string): string | null => {
  const url = URL.canParse(text) ? new URL(text) : null;
  // A name before an @ makes an address look like another site's.
  return url && url.username === '' && url.password === '' ? url.href : null;
};

/** A text in pieces, those that are web addresses with where they lead. Joined they are the text. */
export const pieces = (text: string): readonly Piece[] => {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TAIL, '');
    const href = hrefOf(address);
    if (href === null) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: address, href });
    from = match.index + address.length;
  }
  return from < text.length ? [...found, { text: text.slice(from) }] : found;
};
