/** How words are compared: without letter case, accents and endings. */

/** Small letters without accents; `ß` is `ss`. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');
}

/** Endings, longest first; what remains must have three letters. */
const endings: readonly (readonly [ending: string, instead: string])[] = [
  ['ations', ''],
  ['ation', ''],
  ['ating', ''],
  ['ated', ''],
  ['ates', ''],
  ['ate', ''],
  ['ions', ''],
  ['ied', ''],
  ['ies', ''],
  ['ion', ''],
  ['ing', ''],
  ['als', ''],
  ['al', ''],
  ['ed', ''],
  ['es', ''],
  ['ly', ''],
  ['s', ''],
  ['e', ''],
  ['y', ''],
];
const minStem = 3;

/**
 * What `renewal`, `renews` and `renewing` have in common. Rough on purpose: both sides of every comparison go through
 * it, and it only has to keep different words apart.
 */
export function stem(word: string): string {
  if (word.length <= minStem || /\d/.test(word)) return word;
  for (const [ending, instead] of endings) {
    if (!word.endsWith(ending) || word.length - ending.length < minStem) continue;
    if (ending === 's' && /(?:ss|us|is)$/.test(word)) continue;
    return undoubled(word.slice(0, word.length - ending.length) + instead);
  }
  return word;
}

/** `cancelled` and `canceled` are one word. */
function undoubled(word: string): string {
  return /([bdglmnprt])\1$/.test(word) && word.length > minStem ? word.slice(0, -1) : word;
}
