import type { Summary } from '../src/protocol/summary';

export const noSummary: Summary = {
  state: 'none',
  version: 0,
  model: null,
  madeAt: null,
  edited: null,
  sections: [],
};

/** The summary of a session with two topics, of which nothing was said about the last. */
export const summed = (more: Partial<Summary> = {}): Summary => ({
  state: 'ready',
  version: 3,
  model: 'gemini-3.5-flash',
  madeAt: '2026-01-15T11:22:00Z',
  edited: null,
  sections: [
    { topic: null, title: null, text: 'Mina put a cache in front of the feed.', decisions: [], homework: [] },
    {
      topic: 't_1',
      title: 'Caching and its costs',
      text: 'What a miss costs, and who pays for it.',
      decisions: [{ text: 'Reads go to the cache first.', sources: [{ line: 'l_4', at: '2026-01-15T10:32:00Z' }] }],
      homework: [
        {
          text: 'Draw what happens on a miss.',
          whom: 'Mina Park',
          sources: [
            { line: 'l_9', at: '2026-01-15T10:40:00Z' },
            { line: 'l_10', at: '2026-01-15T10:41:00Z' },
          ],
        },
        { text: 'Read about write-through caches.', whom: null, sources: [] },
      ],
    },
    { topic: 't_2', title: 'Questions', text: '', decisions: [], homework: [] },
  ],
  ...more,
});
