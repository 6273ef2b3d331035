import type { IconNode } from 'lucide';
import { CircleCheck, MessageCircle, ScrollText } from 'lucide';
import { unread } from '../state/chat';
import { room } from '../state/store';
import { t } from '../strings/en';
import { Chat } from './chat';
import { Hands } from './hands';
import { Icon } from './icon';
import { Topics } from './topics';
import { Transcript } from './transcript';
import { chatVisible, currentTab, drawerOpen, isPhone, lastRead, shownTabs, type Tab, tab } from './ui';

const tabs: Readonly<Record<Tab, { icon: IconNode; label: string; panel: () => preact.JSX.Element }>> = {
  topics: { icon: CircleCheck, label: t.side.topicsTab, panel: Topics },
  chat: { icon: MessageCircle, label: t.side.chat, panel: Chat },
  transcript: { icon: ScrollText, label: t.side.transcript, panel: Transcript },
};

const select = (to: Tab) => {
  tab.value = to;
  drawerOpen.value = true;
};

/** WAI-ARIA tabs: arrows move between them, the tab key goes on to the panel. */
const onTabKey = (event: KeyboardEvent) => {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const all = shownTabs.value;
  const next = all[(all.indexOf(currentTab.value) + step + all.length) % all.length];
  if (!next) return;
  select(next);
  document.getElementById(`tab-${next}`)?.focus();
};

const MOST_SHOWN = 99;

/** How many messages came since the chat was last on the screen. */
const Unread = () => {
  const count = chatVisible.value ? 0 : unread(room.value.chat, lastRead.value, room.value.you);
  if (count === 0) return null;
  return (
    <span class="dot">
      <span aria-hidden="true">{count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}</span>
      <span class="sr-only">{t.side.unread(count)}</span>
    </span>
  );
};

const Tabs = () => (
  <div class="tabs" role="tablist" aria-label={t.side.name}>
    {shownTabs.value.map((name) => {
      const selected = name === currentTab.value;
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
          {name === 'chat' && <Unread />}
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
  const current = currentTab.value;
  const Panel = tabs[current].panel;
  return (
    <aside class={`side glass ${drawerOpen.value ? 'is-open' : ''}`} aria-label={t.side.name}>
      {isPhone.value ? <Grip /> : <Topics />}
      {!isPhone.value && <Hands />}
      <Tabs />
      {isPhone.value && <Hands />}
      <div id="side-panel" class="panel" role="tabpanel" aria-labelledby={`tab-${current}`}>
        <Panel />
      </div>
    </aside>
  );
};
