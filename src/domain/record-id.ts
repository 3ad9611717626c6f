const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/** A word of 15 letters without a digit is a word: every id begins with an object's prefix, which has one. */
const shortForm = /^(?=\D*\d)[A-Za-z0-9]{15}$/;
const longForm = /^(?=\D*\d)[A-Za-z0-9]{15}[A-Z0-5]{3}$/i;

/**
 * The 18-character form of a Salesforce id of 15 characters: its last three note which of the others are
 * capitals, so that it survives comparisons without letter case. Any other text is given back as it is.
 */
export function toLongId(id: string): string {
  // Nearly every id is long already; the length tells before any expression has to run.
  if (id.length !== 15 || !shortForm.test(id)) return id;
  return id + suffixOf(id);
}

/** Whether a text has the form of a Salesforce id, short, or long with a suffix that fits. */
export function isRecordId(text: string): boolean {
  if (text.length === 15) return shortForm.test(text);
  return longForm.test(text) && suffixOf(text) === text.slice(15).toUpperCase();
}

/**
 * The long form of an id as Salesforce writes it, also where its letter case was lost, as in a foreign key of the
 * hub. Any other text is given back as it is.
 */
export function restoreId(id: string): string {
  if (!longForm.test(id)) return toLongId(id);
  const suffix = id.slice(15).toUpperCase();
  let restored = '';
  for (let at = 0; at < 15; at++) {
    const capitals = suffixLetters.indexOf(suffix.charAt(Math.floor(at / 5)));
    const character = id.charAt(at);
    restored += capitals & (1 << (at % 5)) ? character.toUpperCase() : character.toLowerCase();
  }
  return suffixOf(restored) === suffix ? restored + suffix : id;
}

/** Each letter stands for five characters: bit n is set where the n-th of them is a capital. */
function suffixOf(id: string): string {
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let capitals = 0;
    for (let at = 0; at < 5; at++) {
      const code = id.charCodeAt(start + at);
      if (code >= 65 && code <= 90) capitals += 2 ** at;
    }
    suffix += suffixLetters.charAt(capitals);
  }
  return suffix;
}
