import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { Recording } from '../protocol/recordings';
import { hasEnded } from './filmSource';
import type { MyRecordings } from './myRecordings';

interface DownloadProps {
  readonly recording: Recording;
  /** Which of its files. */
  readonly address: (recording: Recording) => string | null;
  /** What it is saved as. */
  readonly file: string;
  readonly label: string;
  readonly load: MyRecordings['load'];
  readonly children: ComponentChildren;
}

/** Names of files are made of titles. */
export const fileName = (title: string, otherwise: string, ending: string): string =>
  `${title.replace(/[\\/:*?"<>|\s]+/g, ' ').trim() || otherwise}.${ending}`;

/** A file of a film to keep. An address that has ended is renewed before it is followed. */
export const Download = ({ recording, address, file, label, load, children }: DownloadProps) => {
  const link = useRef<HTMLAnchorElement>(null);
  const url = address(recording);
  if (url === null) return null;
  const onClick = async (event: Event) => {
    if (!link.current || !hasEnded(link.current.href)) return;
    event.preventDefault();
    const fresh = (await load())?.find(({ id }) => id === recording.id);
    const renewed = fresh && address(fresh);
    if (!renewed || hasEnded(renewed)) return;
    link.current.href = renewed;
    link.current.click();
  };
  return (
    <a ref={link} class="btn small" href={url} download={file} aria-label={label} onClick={onClick}>
      {children}
    </a>
  );
};
