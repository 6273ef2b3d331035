import { useEffect, useState } from 'preact/hooks';

/** A text file of a film: null until it is there. */
export interface FilmText<T> {
  readonly value: T | null;
  readonly failed: boolean;
}

const readText = async (url: string): Promise<string> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.text();
};

/** What `parse` makes of the file at an address; of null: nothing. */
export const useFilmText = <T>(url: string | null, parse: (text: string) => T): FilmText<T> => {
  const [text, setText] = useState<FilmText<T>>({ value: null, failed: false });
  useEffect(() => {
    let current = true;
    setText({ value: null, failed: false });
    if (url === null) return;
    readText(url).then(
      (read) => current && setText({ value: parse(read), failed: false }),
      () => current && setText({ value: null, failed: true }),
    );
    return () => {
      current = false;
    };
  }, [url, parse]);
  return text;
};
