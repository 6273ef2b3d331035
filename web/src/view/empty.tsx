import type { IconNode } from 'lucide';
import { Icon } from './icon';

/** What stands where there is nothing yet. */
export const Empty = ({ icon, title, text }: { icon: IconNode; title: string; text?: string }) => (
  <div class="empty">
    <span class="empty-icon">
      <Icon of={icon} size={24} />
    </span>
    <b>{title}</b>
    {text && <p>{text}</p>}
  </div>
);
