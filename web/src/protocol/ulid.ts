const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const encodeTime = (wallMs: number): string => {
  let rest = wallMs;
  let text = '';
  for (let i = 0; i < 10; i++) {
    text = (ALPHABET[rest % 32] ?? '0') + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

/** An operation id: 48 bits of time and 80 random bits in Crockford base 32. */
export const ulid = (wallMs: number = Date.now(), random: Uint8Array = crypto.getRandomValues(new Uint8Array(16))) =>
  encodeTime(wallMs) + Array.from(random, (byte) => ALPHABET[byte % 32] ?? '0').join('');
