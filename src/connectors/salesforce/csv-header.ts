/** Names of fields have neither commas nor quotes in them. */
export function namesOfHeader(line: string): readonly string[] {
  const text = line.replace(/^\uFEFF/, '').replace(/\r$/, '');
  return text.split(',').map((name) => name.replace(/^"(.*)"$/, '$1'));
}
