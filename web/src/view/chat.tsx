import { ArrowDown, MessageCircle, RotateCw, SendHorizontal } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { maySend } from '../media/capture';
import type { ChatMessage } from '../protocol/types';
import { cleanText, MOST_CHARACTERS, type Outgoing, pieces, unechoed } from '../state/chat';
import { hueOf, initials, others } from '../state/select';
import { room } from '../state/store';
import { t } from '../strings/en';
import { say, sayAgain } from './actions';
import { Empty } from './empty';
import { useFollow } from './follow';
import { Icon } from './icon';
import { HUES } from './tile';
import { chatVisible, lastRead } from './ui';

const MOST_ROWS = 5;
/** How near to the limit the count of characters shows. */
const COUNT_FROM = MOST_CHARACTERS - 200;

/** Nothing but text and links: what somebody wrote never becomes markup. */
const Text = ({ of }: { of: string }) => (
  <>
    {pieces(of).map(({ text, href }, index) =>
      href === undefined ? (
        text
      ) : (
        <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
          {text}
        </a>
      ),
    )}
  </>
);

const Meta = ({ name, at }: { name: string; at: string }) => (
  <p class="meta">
    <b>{name}</b> <time dateTime={at}>{t.timeOfDay(at)}</time>
  </p>
);

const Line = ({ message, own }: { message: ChatMessage; own: boolean }) => (
  <li class={own ? 'is-own' : ''}>
    {!own && (
      <span class={`face hue-${hueOf(message.from, HUES)}`} aria-hidden="true">
        {initials(message.name)}
      </span>
    )}
    <div>
      <Meta name={own ? t.tile.you : message.name} at={message.at} />
      {message.text === null ? (
        <p class="bubble is-erased">{t.chat.erased}</p>
      ) : (
        <p class="bubble">
          <Text of={message.text} />
        </p>
      )}
    </div>
  </li>
);

const OutgoingLine = ({ line }: { line: Outgoing }) => (
  <li class={`is-own is-${line.state}`}>
    <div>
      <Meta name={t.tile.you} at={line.at} />
      <p class="bubble">
        <Text of={line.text} />
      </p>
      {line.state === 'pending' && <p class="fate">{t.chat.sending}</p>}
      {line.state === 'failed' && (
        <p class="fate">
          {t.chat.failed}
          <button type="button" class="retry" onClick={() => sayAgain(line.op)}>
            <Icon of={RotateCw} size={13} />
            {t.chat.retry}
          </button>
        </p>
      )}
    </div>
  </li>
);

const Messages = () => {
  const { chat, you } = room.value;
  const outgoing = unechoed(chat);
  const last = chat.lines.at(-1);
  const { list, below, follow, onScroll } = useFollow(last?.id, last?.from === you, outgoing.at(-1)?.op);
  const visible = chatVisible.value;
  useEffect(() => {
    if (visible && last) lastRead.value = last.id;
  }, [visible, last]);
  const empty = !last && outgoing.length === 0;
  return (
    <div class="messages">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div ref={list} class="lines" role="log" aria-label={t.chat.messages} tabIndex={0} onScroll={onScroll}>
        {empty ? (
          <Empty icon={MessageCircle} title={t.chat.empty} text={t.chat.emptyText} />
        ) : (
          <ol>
            {chat.lines.map((message) => (
              <Line key={message.id} message={message} own={message.from === you} />
            ))}
            {outgoing.map((line) => (
              <OutgoingLine key={line.op} line={line} />
            ))}
          </ol>
        )}
      </div>
      {below && (
        <button type="button" class="btn small new-messages" onClick={follow}>
          <Icon of={ArrowDown} size={15} />
          {t.chat.newMessages}
        </button>
      )}
    </div>
  );
};

/** What one has begun to write stays while another tab of the panel is looked at. */
let draft = '';

const Count = ({ length }: { length: number }) =>
  length < COUNT_FROM ? null : (
    <p id="chat-count" class={`char-count ${length > MOST_CHARACTERS ? 'is-over' : ''}`}>
      {t.chat.count(length, MOST_CHARACTERS)}
    </p>
  );

const Composer = () => {
  const [text, setText] = useState(draft);
  const clean = cleanText(text);
  const sendable = clean !== '' && clean.length <= MOST_CHARACTERS;
  const write = (value: string) => {
    draft = value;
    setText(value);
  };
  const send = () => {
    if (sendable && say(text)) write('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    send();
  };
  return (
    <form class="composer" onSubmit={onSubmit}>
      <Count length={clean.length} />
      <textarea
        rows={Math.min(MOST_ROWS, text.split('\n').length)}
        aria-label={t.chat.label}
        aria-describedby={clean.length < COUNT_FROM ? undefined : 'chat-count'}
        placeholder={t.chat.placeholder(others(room.value).map(({ name }) => name))}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="send" aria-label={t.chat.send} disabled={!sendable}>
        <Icon of={SendHorizontal} size={18} />
      </button>
    </form>
  );
};

export const Chat = () => (
  <section class="pane" aria-label={t.side.chat}>
    <Messages />
    {maySend.value ? <Composer /> : <p class="read-only">{t.chat.readOnly}</p>}
  </section>
);
