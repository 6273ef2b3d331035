import createClient from 'openapi-fetch';
import type { components, paths } from './lyceum';

/** Makes a session, reads it, changes it, lists it, and is refused something. */
const { LYCEUM_URL, LYCEUM_API_KEY } = process.env;

const lyceum = createClient<paths>({
  baseUrl: `${LYCEUM_URL}/api/v1`,
  headers: { Authorization: `Bearer ${LYCEUM_API_KEY}` },
});

const draft: components['schemas']['SessionDraft'] = {
  title: 'Graphs',
  plannedMs: 3_600_000,
  participants: [{ id: 'mina', name: 'Mina Park', role: 'learner' }],
};
const made = await lyceum.POST('/sessions', {
  params: { header: { 'Idempotency-Key': `booking-${Date.now()}` } },
  body: draft,
});
if (made.error) throw new Error(`${made.error.code}: ${made.error.detail}`);
const { id, participants } = made.data;
console.log('made', id);
console.log('way in', participants[0]?.joinUrl);

const read = await lyceum.GET('/sessions/{id}', { params: { path: { id } } });
console.log('read', read.data?.state);

const etag = read.response.headers.get('ETag') ?? '';
const change = () =>
  lyceum.PATCH('/sessions/{id}', {
    params: { path: { id }, header: { 'If-Match': etag } },
    headers: { 'Content-Type': 'application/merge-patch+json' },
    body: { title: 'Graphs and trees', hardEndAt: null },
  });
console.log('changed to', (await change()).data?.title);

const listed = await lyceum.GET('/sessions', { params: { query: { limit: 200 } } });
console.log('listed', listed.data?.items.length);

const log = await lyceum.GET('/sessions/{id}/events', { params: { path: { id } } });
for (const row of log.data?.items ?? []) {
  if (row.type === 'session.updated') console.log('row', row.seq, row.data.title);
}

const refused = await change();
if (refused.error) console.log('refused', refused.error.status, refused.error.code);
