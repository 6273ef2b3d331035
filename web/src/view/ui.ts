import { effect, signal } from '@preact/signals';

/** What only this screen knows: nothing here is told to the server. */
export type Theme = 'light' | 'dark';
export type Tab = 'topics' | 'chat' | 'transcript';
export type DialogName = 'leave' | 'settings';

const THEME_KEY = 'lyceum:theme';

const storedTheme = (): Theme | null => {
  const stored = localStorage.getItem(THEME_KEY);
  return stored === 'light' || stored === 'dark' ? stored : null;
};

const prefersDark = (): boolean => matchMedia('(prefers-color-scheme: dark)').matches;

export const theme = signal<Theme>(storedTheme() ?? (prefersDark() ? 'dark' : 'light'));
export const tab = signal<Tab>('chat');
export const drawerOpen = signal(false);
export const dialog = signal<DialogName | null>(null);

const phone = matchMedia('(max-width: 820px)');
/** On phones the side panel is a drawer and some names differ. */
export const isPhone = signal(phone.matches);
phone.addEventListener('change', () => {
  isPhone.value = phone.matches;
});

export const toggleTheme = (): void => {
  theme.value = theme.peek() === 'dark' ? 'light' : 'dark';
  localStorage.setItem(THEME_KEY, theme.peek());
};

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
