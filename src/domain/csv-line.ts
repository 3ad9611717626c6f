/** A row as CSV in the form of Salesforce's bulk results: every value in quotes, none where it is null, "\n" at the end. */
export function csvLine(cells: readonly (string | null)[]): string {
  // Hardly a value has quotes in it: the others become one text at once, instead of one more for each.
  return hasQuotes(cells) ? `${cells.map(quoted).join(',')}\n` : `"${cells.join('","')}"\n`;
}

function hasQuotes(cells: readonly (string | null)[]): boolean {
  for (const cell of cells) if (cell?.includes('"')) return true;
  return false;
}

function quoted(cell: string | null): string {
  if (cell === null) return '""';
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`;
}
