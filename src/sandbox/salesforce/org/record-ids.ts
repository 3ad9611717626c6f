const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/** In the order of their codes, so that ids given later also sort later. */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const serverPart = 'Ak00000';

/** The n-th id of an object, 18 characters. */
export function idOf(keyPrefix: string, number: number): string {
  let rest = number;
  let text = '';
  for (let place = 0; place < 5; place += 1) {
    text = digits.charAt(rest % digits.length) + text;
    rest = Math.floor(rest / digits.length);
  }
  return longId(keyPrefix + serverPart + text);
}

/** The 18-character form of a 15-character id: the suffix tells which letters are capitals. */
export function longId(id: string): string {
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let offset = 0; offset < 5; offset += 1) {
      const code = id.charCodeAt(start + offset);
      if (code >= 65 && code <= 90) bits += 2 ** offset;
    }
    suffix += suffixLetters.charAt(bits);
  }
  return id + suffix;
}

/** The 18-character form of an id given in either; null where the text is no id. */
export function readId(text: string): string | null {
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-5]{3})?$/.test(text)) return null;
  const long = longId(text.slice(0, 15));
  return text.length === 15 || text.slice(15).toUpperCase() === long.slice(15) ? long : null;
}
