const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * An id of 18 characters with the letter case that its last three tell of: spreadsheets and people lose it.
 * Any other text is given back as it is.
 */
export function withRightCase(text: string): string {
  const [, id = '', suffix = ''] = /^([a-z0-9]{15})([a-z0-5]{3})$/i.exec(text) ?? [];
  if (id === '') return text;
  const capitals = Array.from(suffix.toUpperCase(), (letter) => suffixLetters.indexOf(letter));
  const restored = Array.from(id, (letter, at) => {
    const isCapital = ((capitals[Math.floor(at / 5)] ?? 0) >> (at % 5)) % 2 === 1;
    return isCapital ? letter.toUpperCase() : letter.toLowerCase();
  });
  return restored.join('') + suffix.toUpperCase();
}
