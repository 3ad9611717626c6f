import type { MappedPreview } from '../../../operations/drafts/preview-mapped.ts';
import type { SlackServices } from '../../services.ts';
import { mappedBlocks, previewIds } from '../preview/mapped-view.ts';
import { createRecent } from '../recent.ts';
import { shown } from '../step.ts';
import type { WizardStep } from '../step.ts';

/** "Preview": the first records as they will be stored, and why some of them will not be. */
export function createPreviewStep({ operations, now }: SlackServices): WizardStep {
  const previews = createRecent<MappedPreview>(now);
  return {
    id: 'preview',
    title: 'Preview',

    async show({ call: { context }, stored, at }) {
      const preview = await previews.get(stored, () =>
        stored.draft.direction === 'inbound'
          ? operations.previewMapped(context, { draft: stored.id })
          : operations.previewOutbound(context, { draft: stored.id }),
      );
      const { page } = at;
      return {
        blocks: mappedBlocks(preview, {
          page: typeof page === 'number' ? page : 0,
          draft: stored.draft,
        }),
      };
    },

    // There is nothing to enter.
    read: () => ({}),

    actions: [
      {
        actionId: previewIds.skip,
        async handle({ call: { context }, stored: { id: draft } }, { value }) {
          const row = value ?? '';
          const edit = { change: 'edit', row, to: { skipped: true } } as const;
          await operations.changeDraft(context, { draft, patch: { mapping: [edit] } });
          // One row less: who goes on from here need not go back for the check of what is left.
          await operations.validateDraft(context, { draft });
          return shown;
        },
      },
      {
        actionId: previewIds.page,
        handle: (_turn, { value }) => Promise.resolve({ kind: 'show', at: { page: Number(value) || 0 } }),
      },
      {
        actionId: previewIds.refresh,
        handle({ stored }) {
          previews.forget(stored);
          return Promise.resolve(shown);
        },
      },
    ],
  };
}
