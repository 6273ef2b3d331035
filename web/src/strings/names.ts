export const list = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

/** "Daniel", "Daniel and Mina", "Daniel, Mina and 3 others". */
export const people = (names: readonly string[]): string => {
  const short = names.map(firstName);
  if (short.length <= 3) return list.format(short);
  return list.format([...short.slice(0, 2), `${short.length - 2} others`]);
};
