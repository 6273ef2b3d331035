import { MonitorDot } from 'lucide';
import { t } from '../strings/en';
import { Icon } from './icon';

/** On the tile of somebody who records on their own device. */
export const RecordsBadge = () => (
  <span class="badge rec-mark">
    <Icon of={MonitorDot} size={14} />
    {t.recording.mark}
  </span>
);
