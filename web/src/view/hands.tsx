import { Hand } from 'lucide';
import { raisedHands } from '../state/select';
import { room } from '../state/store';
import { t } from '../strings/en';
import { Icon } from './icon';

/** With two people the tiles say it all; with more the order counts, and not everybody has a tile. */
export const Hands = () => {
  const raised = raisedHands(room.value);
  if (raised.length === 0 || room.value.participants.length <= 2) return null;
  return (
    <div class="hands">
      <Icon of={Hand} size={16} />
      <ol aria-label={t.side.hands}>
        {raised.map(({ id, name }) => (
          <li key={id}>{id === room.value.you ? t.tile.you : t.firstName(name)}</li>
        ))}
      </ol>
    </div>
  );
};
