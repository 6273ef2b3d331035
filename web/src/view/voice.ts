import { effect } from '@preact/signals';
import { micShown } from '../media/capture';
import type { TranscriptLine } from '../protocol/types';
import { commandOf } from '../state/command';
import { toast } from '../state/notices';
import { handRaised, self } from '../state/select';
import { room, screen } from '../state/store';
import { lateMs } from '../state/transcript';
import { t } from '../strings/en';
import { markTopicDone, toggleHand, toggleMic } from './actions';
import { commandsOn } from './speech';

/** What was said longer ago is not meant any more, as what becomes text only when the recogniser is back. */
const MEANT_MS = 8000;

const raiseHand = async (): Promise<void> => {
  if (handRaised(room.peek())) return;
  if (await toggleHand()) toast('hand', t.transcript.commands.raised);
};

const finishTopic = async (): Promise<void> => {
  const topic = room.peek().topics.find(({ done }) => !done);
  if (self(room.peek())?.role !== 'mentor' || !topic) return;
  if (await markTopicDone(topic.id)) toast('transcript', t.transcript.commands.topicDone(topic.title));
};

/** Does what one's own line asks for. */
const obey = async ({ text }: TranscriptLine): Promise<void> => {
  if (text === null) return;
  switch (commandOf(text)) {
    case 'mute':
      if (micShown.peek()) await toggleMic();
      return;
    case 'raiseHand':
      return raiseHand();
    case 'topicDone':
      return finishTopic();
    case null:
      return;
  }
};

/** Obeys what one says, where one has switched that on, until what it returns is called. A line is obeyed once. */
export const followVoice = (): (() => void) => {
  let last: string | undefined;
  return effect(() => {
    const { transcript, you } = room.value;
    const heard = transcript.recent.findLast((each) => each.line.from === you);
    if (heard === undefined || heard.line.id === last) return;
    last = heard.line.id;
    if (!commandsOn.peek() || screen.peek().at !== 'room' || lateMs(transcript, heard) > MEANT_MS) return;
    void obey(heard.line);
  });
};
