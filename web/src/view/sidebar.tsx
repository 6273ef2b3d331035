import type { IconNode } from 'lucide';
import { Check, CircleCheck, ListChecks, MessageCircle, ScrollText } from 'lucide';
import type { Topic } from '../protocol/types';
import { room } from '../state/store';
import { t } from '../strings/en';
import { Icon } from './icon';
import { drawerOpen, isPhone, type Tab, tab } from './ui';

const Empty = ({ icon, title, text }: { icon: IconNode; title: string; text?: string }) => (
  <div class="empty">
    <span class="empty-icon">
      <Icon of={icon} size={24} />
    </span>
    <b>{title}</b>
    {text && <p>{text}</p>}
  </div>
);

const TopicLine = ({ topic, place, now }: { topic: Topic; place: number; now: boolean }) => (
  <li class={topic.done ? 'is-done' : now ? 'is-now' : ''} aria-current={now ? 'step' : undefined}>
    <span class="tick">{topic.done ? <Icon of={Check} size={13} /> : place}</span>
    {topic.done && <span class="sr-only">{t.side.topicDone}</span>}
    <span>{topic.title}</span>
    {now && <em>{t.side.now}</em>}
  </li>
);

const TopicList = ({ topics }: { topics: readonly Topic[] }) => {
  const done = topics.filter((topic) => topic.done).length;
  const now = topics.findIndex((topic) => !topic.done);
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
      <ol tabIndex={0} aria-label={t.side.topics}>
        {topics.map((topic, index) => (
          <TopicLine key={topic.id} topic={topic} place={index + 1} now={index === now} />
        ))}
      </ol>
    </>
  );
};

const Topics = () => {
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

const Chat = () => (
  <section class="pane" aria-label={t.side.chat}>
    <Empty icon={MessageCircle} title={t.side.chatEmpty} text={t.side.chatEmptyText} />
  </section>
);

const Transcript = () => {
  const on = room.value.session?.transcribe === true;
  return (
    <section class="pane" aria-label={t.side.transcript}>
      <Empty
        icon={ScrollText}
        title={on ? t.side.transcriptEmpty : t.side.transcriptOff}
        text={on ? t.side.transcriptEmptyText : t.side.transcriptOffText}
      />
    </section>
  );
};

const tabs: Readonly<Record<Tab, { icon: IconNode; label: string; panel: () => preact.JSX.Element }>> = {
  topics: { icon: CircleCheck, label: t.side.topicsTab, panel: Topics },
  chat: { icon: MessageCircle, label: t.side.chat, panel: Chat },
  transcript: { icon: ScrollText, label: t.side.transcript, panel: Transcript },
};

/** Topics stand above the tabs on a wide screen and are the first tab on a phone. */
const shownTabs = (): readonly Tab[] => (isPhone.value ? ['topics', 'chat', 'transcript'] : ['chat', 'transcript']);
const currentTab = (): Tab => (shownTabs().includes(tab.value) ? tab.value : 'chat');

const select = (to: Tab) => {
  tab.value = to;
  drawerOpen.value = true;
};

/** WAI-ARIA tabs: arrows move between them, the tab key goes on to the panel. */
const onTabKey = (event: KeyboardEvent) => {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const all = shownTabs();
  const next = all[(all.indexOf(currentTab()) + step + all.length) % all.length];
  if (!next) return;
  select(next);
  document.getElementById(`tab-${next}`)?.focus();
};

const Tabs = () => (
  <div class="tabs" role="tablist" aria-label={t.side.name}>
    {shownTabs().map((name) => {
      const selected = name === currentTab();
      return (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          class="tab"
          aria-selected={selected}
          aria-controls="side-panel"
          tabIndex={selected ? 0 : -1}
          onClick={() => select(name)}
          onKeyDown={onTabKey}
        >
          <Icon of={tabs[name].icon} size={17} />
          {tabs[name].label}
        </button>
      );
    })}
  </div>
);

const Grip = () => (
  <button
    type="button"
    class="grip"
    aria-expanded={drawerOpen.value}
    aria-label={drawerOpen.value ? t.side.close : t.side.open}
    onClick={() => {
      drawerOpen.value = !drawerOpen.value;
    }}
  >
    <i />
  </button>
);

export const Sidebar = () => {
  const current = currentTab();
  const Panel = tabs[current].panel;
  return (
    <aside class={`side glass ${drawerOpen.value ? 'is-open' : ''}`} aria-label={t.side.name}>
      {isPhone.value ? <Grip /> : <Topics />}
      <Tabs />
      <div id="side-panel" class="panel" role="tabpanel" aria-labelledby={`tab-${current}`}>
        <Panel />
      </div>
    </aside>
  );
};
