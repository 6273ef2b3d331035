import { DASHBOARD_PATH, tokenKey } from '../connection/boot';
import type { MySession } from '../protocol/sessions';

/** Where one goes when a session is over: to the integrator's page if there is one, else to the dashboard. */
export const afterwards = (session: Pick<MySession, 'returnUrl'> | null): string => {
  const url = session?.returnUrl ?? '';
  // Whatever the server let through: no other scheme is followed.
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? url : DASHBOARD_PATH;
};

/** Another page in the place of this one. */
export const go = (url: string): void => location.replace(url);

/** Whether this tab may open the room of a session. */
export const hasTokenFor = (sessionId: string): boolean => sessionStorage.getItem(tokenKey(sessionId)) !== null;
