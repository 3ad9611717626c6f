/** `Ada, Bo and 3 more`: as many names as somebody reads, and how many there are beside them. */
export function someNamed(names: readonly string[], most: number): string {
  const named = names.slice(0, most).join(', ');
  const more = names.length - most;
  return more > 0 ? `${named} and ${more.toLocaleString('en-US')} more` : named;
}
