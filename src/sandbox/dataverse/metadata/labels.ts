import { metadataId } from './metadata-ids.ts';

const english = 1033;

export function labelOf(text: string, owner: string): object {
  const label = {
    Label: text,
    LanguageCode: english,
    IsManaged: true,
    MetadataId: metadataId(`label ${owner}`),
    HasChanged: null,
  };
  return { LocalizedLabels: [label], UserLocalizedLabel: label };
}

/** Settings that a solution's publisher may lock. */
export function managed(value: boolean, logicalName: string): object {
  return { Value: value, CanBeChanged: true, ManagedPropertyLogicalName: logicalName };
}
