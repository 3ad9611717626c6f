/** Numbers that are written as words, in the languages that people mix. Words that are others' too are left out: `neuf`, `sept`, `once`. */
const words: readonly (readonly [string, number])[] = [
  ['zero', 0],
  ['one', 1],
  ['two|couple|zwei|deux|dos', 2],
  ['three|drei|trois|tres', 3],
  ['four|vier|quatre|cuatro', 4],
  ['five|funf|cinq|cinco', 5],
  ['six|sechs|seis', 6],
  ['seven|sieben|siete', 7],
  ['eight|acht|huit|ocho', 8],
  ['nine|neun|nueve', 9],
  ['ten|zehn|dix|diez', 10],
  ['eleven|elf|onze', 11],
  ['twelve|dozen|zwolf|douze|doce', 12],
  ['thirteen', 13],
  ['fourteen|vierzehn|quatorze|catorce', 14],
  ['fifteen|funfzehn|quinze|quince', 15],
  ['twenty|zwanzig|vingt|veinte', 20],
  ['thirty|dreissig|trente|treinta', 30],
  ['forty|vierzig|quarante|cuarenta', 40],
  ['fortyfive', 45],
  ['fifty|funfzig|cinquante|cincuenta', 50],
  ['sixty|sechzig|soixante|sesenta', 60],
  ['seventy', 70],
  ['eighty', 80],
  ['ninety', 90],
  ['hundred|hundert|cent|cien', 100],
];

const byWord: ReadonlyMap<string, number> = new Map(
  words.flatMap(([names, number]) => names.split('|').map((name) => [name, number] as const)),
);

/** @param word folded */
export function numberOfWord(word: string): number | null {
  return byWord.get(word) ?? null;
}
