import { DASHBOARD_PATH, tokenKey } from '../connection/boot';
import type { MySession } from '../protocol/sessions';
import { inTab } from '../state/kept';
import { goingOn } from './leaving';

/** The integrator's page that one came from, with the signed outcome of a session that is over; null without one. */
export const wayBack = (session: Pick<MySession, 'returnTo'> | null): string | null => {
  const url = session?.returnTo ?? '';
  // Whatever the server let through: no other scheme is followed.
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
};

/** Where one goes when a session is over: to the integrator's page if there is one, else to the dashboard. */
export const afterwards = (session: Pick<MySession, 'returnTo'> | null): string => wayBack(session) ?? DASHBOARD_PATH;

/** Another page in the place of this one. */
export const go = (url: string): void => {
  goingOn(url);
  location.replace(url);
};

/** Whether this tab may open the room of a session. */
export const hasTokenFor = (sessionId: string): boolean => inTab.get(tokenKey(sessionId)) !== null;
