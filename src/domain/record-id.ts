const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const shortForm = /^[A-Za-z0-9]{15}$/;

/**
 * The 18-character form of a Salesforce id of 15 characters: its last three note which of the others are
 * capitals, so that it survives comparisons without letter case. Any other text is given back as it is.
 */
export function toLongId(id: string): string {
  if (!shortForm.test(id)) return id;
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let capitals = 0;
    for (let at = 0; at < 5; at++) {
      const isCapital = /[A-Z]/.test(id.charAt(start + at));
      if (isCapital) capitals += 2 ** at;
    }
    suffix += suffixLetters.charAt(capitals);
  }
  return id + suffix;
}
