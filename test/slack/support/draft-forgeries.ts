/** Forged clicks in the wizard: each names a draft of Ada's. */
import type { Forgery } from './forgeries.ts';

/** Ids by the step at which they are pressed. */
const ofDrafts = {
  source: ['wizard-back', 'wizard-retry', 'wizard-direction', 'wizard-connection', 'wizard-object'],
  fields: [
    'wizard-write-filter-inbound',
    'wizard-answer-filter-inbound',
    'wizard-use-filter-inbound',
    'wizard-dismiss-filter-inbound',
    'wizard-undo-filter-inbound',
    'wizard-load-preview',
    'wizard-add-fields',
    'wizard-preview-page',
  ],
  records: [
    'wizard-write-filter-outbound',
    'wizard-answer-filter-outbound',
    'wizard-use-filter-outbound',
    'wizard-dismiss-filter-outbound',
    'wizard-undo-filter-outbound',
    'wizard-more-filters',
    'wizard-refresh-hub-preview',
    'wizard-hub-preview-page',
  ],
  destination: ['wizard-destination', 'wizard-connect'],
  mapping: [
    'mapping-suggest',
    'mapping-suggestion',
    'mapping-accept-all',
    'mapping-close-suggestions',
    'mapping-suggestions-page',
    'mapping-undo',
    'mapping-add',
    'mapping-add-for',
    'mapping-validate',
    'mapping-filter',
    'mapping-page',
    'mapping-row',
  ],
  preview: ['wizard-mapped-page', 'wizard-refresh-preview', 'wizard-preview-skip'],
  settings: ['wizard-schedule', 'wizard-zone'],
  save: ['save-anyway', 'save-as-new', 'save-discard', 'save-page', 'save-go'],
} as const;

const ofEditors = {
  records: ['condition-attribute', 'condition-operator'],
  mapping: [
    'entry-kind',
    'entry-field',
    'entry-attribute',
    'entry-new-type',
    'entry-formats',
    'entry-new-name',
    'entry-formula',
    'entry-add-attribute',
    'entry-known-attribute',
    'entry-function',
    'entry-insert-function',
    'entry-insert-field',
    'entry-write-formula',
    'entry-answer-formula',
    'entry-use-formula',
    'entry-dismiss-formula',
    'entry-undo-formula',
    'entry-skip',
    'entry-take',
  ],
} as const;

const draftAt = (step: string): string =>
  step === 'records' || step === 'destination' ? 'draft-out' : 'draft-new';

/** What the wizard's modal keeps. */
export function screen(step: string): string {
  return JSON.stringify({ draft: draftAt(step), step, at: {} });
}

/** What a modal on top of it keeps. */
export function editor(step: string): string {
  return JSON.stringify({ draft: draftAt(step), step, at: { row: 0 }, below: { view: 'V0', at: {} } });
}

function spread(
  groups: Readonly<Record<string, readonly string[]>>,
  metadata: (step: string) => string,
  changes: boolean,
): Forgery[] {
  return Object.entries(groups).flatMap(([step, ids]) =>
    ids.map((id, index) => {
      const forgery = { id, needs: 'admin', metadata: metadata(step), changes } as const;
      return index === 0 ? forgery : { ...forgery, isAlike: true };
    }),
  );
}

export const draftForgeries: readonly Forgery[] = [
  ...spread(ofDrafts, screen, true),
  ...spread(ofEditors, editor, false),
];
