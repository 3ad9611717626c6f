/** What a section holds, less what stands above the list and the line that says how many more there are. */
const maxLength = 2_600;

/** mrkdwn, one a line: as many as there is room for, at most `limit`, and how many more there are. */
export function listText(items: readonly string[], limit: number): string {
  const lines: string[] = [];
  let length = 0;
  for (const item of items.slice(0, limit)) {
    const line = `• ${item}`;
    length += line.length + 1;
    if (length > maxLength) break;
    lines.push(line);
  }
  const more = items.length - lines.length;
  return [...lines, ...(more === 0 ? [] : [`… and ${more.toLocaleString('en-US')} more`])].join('\n');
}
