import type { IconNode } from 'lucide';
import { h } from 'preact';

/** A line drawing from lucide. It never carries meaning alone, so it is hidden from screen readers. */
export const Icon = ({ of, size = 20 }: { of: IconNode; size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {of.map(([tag, attributes]) => h(tag as 'path', attributes as object))}
  </svg>
);
