import { computed, effect, signal } from '@preact/signals';
import type { Participant } from '../protocol/types';
import { inBrowser } from '../state/kept';

/** What only this screen knows: nothing here is told to the server. */
export type Theme = 'light' | 'dark';
export type Tab = 'topics' | 'chat' | 'transcript';
export type DialogName = 'leave' | 'settings' | 'end' | 'remove' | 'startRecording' | 'stopRecording';

const THEME_KEY = 'lyceum:theme';

const storedTheme = (): Theme | null => {
  const stored = inBrowser.get(THEME_KEY);
  return stored === 'light' || stored === 'dark' ? stored : null;
};

const prefersDark = (): boolean => matchMedia('(prefers-color-scheme: dark)').matches;

export const theme = signal<Theme>(storedTheme() ?? (prefersDark() ? 'dark' : 'light'));
export const tab = signal<Tab>('chat');
export const drawerOpen = signal(false);
export const dialog = signal<DialogName | null>(null);
/** What the server was asked and has not answered yet. */
export const recordAsked = signal<'start' | 'stop' | null>(null);
/** What one has agreed to, as `toldInLobby` names it. */
export const agreed = signal<readonly string[]>([]);
/** Whom the dialog `remove` asks about. */
export const removing = signal<Participant | null>(null);
/** The last message of the chat that was on the screen. */
export const lastRead = signal<string | null>(null);

const phone = matchMedia('(max-width: 820px)');
/** On phones the side panel is a drawer and some names differ. */
export const isPhone = signal(phone.matches);
phone.addEventListener('change', () => {
  isPhone.value = phone.matches;
});

/** Topics stand above the tabs on a wide screen and are the first tab on a phone. */
export const shownTabs = computed<readonly Tab[]>(() =>
  isPhone.value ? ['topics', 'chat', 'transcript'] : ['chat', 'transcript'],
);
export const currentTab = computed<Tab>(() => (shownTabs.value.includes(tab.value) ? tab.value : 'chat'));
export const chatVisible = computed(() => currentTab.value === 'chat' && (!isPhone.value || drawerOpen.value));

export const toggleTheme = (): void => {
  theme.value = theme.peek() === 'dark' ? 'light' : 'dark';
  inBrowser.set(THEME_KEY, theme.peek());
};

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
