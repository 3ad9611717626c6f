/** What can be chosen in a select. */
export interface ChoiceOption {
  readonly value: string;
  readonly text: string;
  readonly description: string | null;
}

export interface ChoiceGroup {
  readonly label: string | null;
  readonly options: readonly ChoiceOption[];
}

/** Slack shows so many options of a list and leaves out the rest; typing finds them. */
const mostShown = 100;

/** The groups with what matches; empty ones are left out. */
export function matchingGroups(groups: readonly ChoiceGroup[], query: string): ChoiceGroup[] {
  const wanted = query.trim().toLowerCase();
  return groups
    .map(({ label, options }) => ({
      label,
      options: options.filter(({ text }) => text.toLowerCase().includes(wanted)).slice(0, mostShown),
    }))
    .filter(({ options }) => options.length > 0);
}
