/** As it stands in an address: "Zoë" becomes "zoe", what has no Latin letters becomes "user". */
export function plain(name: string): string {
  const letters = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .replace(/[^a-z]/g, '');
  return letters === '' ? 'user' : letters;
}
