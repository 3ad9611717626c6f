/** What makes two names of connections or jobs the same one: letter case and blanks around them do not count. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
