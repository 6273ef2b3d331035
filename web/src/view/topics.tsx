import { Check, ListChecks } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Topic } from '../protocol/types';
import { self } from '../state/select';
import { room } from '../state/store';
import { t } from '../strings/en';
import { markTopicDone } from './actions';
import { Empty } from './empty';
import { Icon } from './icon';

interface LineProps {
  readonly topic: Topic;
  readonly place: number;
  readonly now: boolean;
  /** Given to a mentor. */
  readonly onDone?: ((event: MouseEvent) => void) | undefined;
}

const TopicLine = ({ topic, place, now, onDone }: LineProps) => (
  <li class={topic.done ? 'is-done' : now ? 'is-now' : ''} aria-current={now ? 'step' : undefined}>
    <span class="tick">{topic.done ? <Icon of={Check} size={13} /> : place}</span>
    {topic.done && <span class="sr-only">{t.side.topicDone}</span>}
    <span>{topic.title}</span>
    {now && !onDone && <em>{t.side.now}</em>}
    {now && onDone && (
      <button type="button" class="mark" onClick={onDone}>
        <Icon of={Check} size={14} />
        {t.side.markDone}
      </button>
    )}
  </li>
);

/** Keeps the topic at hand in the middle of the list, without moving anything around it. */
const centre = (list: HTMLElement): void => {
  const line = list.querySelector<HTMLElement>('.is-now');
  if (line) list.scrollTo({ top: line.offsetTop - (list.clientHeight - line.offsetHeight) / 2 });
};

const TopicList = ({ topics }: { topics: readonly Topic[] }) => {
  const list = useRef<HTMLOListElement>(null);
  const marked = useRef(false);
  const done = topics.filter((topic) => topic.done).length;
  const now = topics.findIndex((topic) => !topic.done);
  const mentor = self(room.value)?.role === 'mentor';
  useLayoutEffect(() => {
    if (!list.current) return;
    centre(list.current);
    // The button that was pressed is gone: the next one takes its focus.
    if (marked.current) (list.current.querySelector<HTMLElement>('.mark') ?? list.current).focus();
    marked.current = false;
  }, [now]);
  const onDone = (event: MouseEvent) => {
    // The second click of a double click would meet the next topic.
    const topic = topics[now];
    if (!topic || event.detail > 1) return;
    marked.current = true;
    void markTopicDone(topic.id);
  };
  return (
    <>
      <div
        class="progress"
        role="progressbar"
        aria-label={t.side.topicsProgress}
        aria-valuenow={done}
        aria-valuemin={0}
        aria-valuemax={topics.length}
      >
        <i style={{ width: `${(done / topics.length) * 100}%` }} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard. */}
      <ol ref={list} tabIndex={0} aria-label={t.side.topics}>
        {topics.map((topic, index) => (
          <TopicLine
            key={topic.id}
            topic={topic}
            place={index + 1}
            now={index === now}
            onDone={mentor ? onDone : undefined}
          />
        ))}
      </ol>
    </>
  );
};

export const Topics = () => {
  const { topics } = room.value;
  const done = topics.filter((topic) => topic.done).length;
  return (
    <section class="topics" aria-labelledby="topics-title">
      <div class="section-head">
        <h2 id="topics-title">{t.side.topics}</h2>
        {topics.length > 0 && <span class="count">{t.side.topicsDone(done, topics.length)}</span>}
      </div>
      {topics.length > 0 ? <TopicList topics={topics} /> : <Empty icon={ListChecks} title={t.side.noTopics} />}
    </section>
  );
};
