const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The 18-character form of an id: the 15-character one tells records apart by letter case alone, so its last
 * three characters note, five letters each, which ones are capitals. Other texts are returned as they are.
 */
export function toLongId(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id;
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let offset = 0; offset < 5; offset += 1) {
      const letter = id.charCodeAt(start + offset);
      if (letter >= 65 && letter <= 90) bits |= 1 << offset;
    }
    suffix += suffixLetters.charAt(bits);
  }
  return id + suffix;
}
