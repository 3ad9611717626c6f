/** A row as CSV in the form of Salesforce's bulk results: every value in quotes, none where it is null, "\n" at the end. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(quoted).join(',')}\n`;
}

function quoted(cell: string | null): string {
  if (cell === null) return '""';
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`;
}
