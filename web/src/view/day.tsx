import { t } from '../strings/en';

/** The day of something, beside words that say the same. */
export const Day = ({ at }: { at: string }) => (
  <span class="day" aria-hidden="true">
    <b>{t.dashboard.dayOfMonth(at)}</b>
    {t.dashboard.month(at)}
  </span>
);
