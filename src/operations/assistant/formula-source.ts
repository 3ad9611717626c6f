/** What a formula of a draft may read: fields of the CRM, or attributes of the hub. */
import type { FormulaField } from '../../assistant/assistant.ts';
import { fieldLabel } from '../../domain/field-label.ts';
import { resolveSource } from '../../domain/mapping/resolve-source.ts';
import { sourcePaths } from '../../domain/mapping/source-paths.ts';
import { formulaTypeOf } from '../../domain/mapping/value-kind.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { askCrm } from '../drafts/ask-crm.ts';
import { sentRecords } from '../drafts/outbound/ends.ts';
import { hubRecords } from '../drafts/outbound/hub-selection.ts';
import { sourceOf } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

export interface FormulaSource {
  /** The object's own, and what else rows read. */
  readonly fields: readonly FormulaField[];
  /** @throws UserError where the formula cannot be read, or its fields, functions or types are wrong. */
  check(formula: string): Promise<void>;
}

export async function formulaSource(
  deps: OperationDeps,
  context: OperationContext,
  { draft }: StoredDraft,
): Promise<FormulaSource> {
  const paths = sourcePaths(draft.mapping);
  if (draft.direction === 'outbound') {
    const { schema } = await hubRecords(deps, context, { ...sentRecords(draft), filter: '' });
    return sourceIn(paths, () => Promise.resolve(schema));
  }
  const { connectionId, object } = sourceOf(draft);
  return await sourceIn(paths, (wanted) =>
    askCrm(deps, connectionId, (client) => client.loadSchema(object, wanted)),
  );
}

async function sourceIn(
  paths: readonly string[],
  load: (paths: readonly string[]) => Promise<SourceSchema>,
): Promise<FormulaSource> {
  const schema = await load(paths);
  const all = new Set([...schema.object.fields.map(({ name }) => name), ...paths]);
  return {
    fields: [...all].flatMap((path) => formulaField(path, schema)),
    async check(text) {
      const source = { kind: 'formula', text } as const;
      resolveSource(source, await load(sourcePaths([{ source, target: '' }])));
    },
  };
}

function formulaField(path: string, schema: SourceSchema): FormulaField[] {
  const found = schema.field(path);
  const type = found.kind === 'found' ? formulaTypeOf[found.field.type] : null;
  if (found.kind === 'missing' || type === null) return [];
  return [{ path: found.path, label: fieldLabel(found, schema), type }];
}
