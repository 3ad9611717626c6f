import { auditEntry } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

/**
 * What a person made of something that was proposed for a draft, for the audit log.
 *
 * @param after the decision and what it is about, without values
 */
export async function auditDecision(
  deps: OperationDeps,
  context: OperationContext,
  {
    operation,
    draft,
    after,
  }: {
    readonly operation: 'decide-filter' | 'decide-formula' | 'decide-mappings';
    readonly draft: string;
    readonly after: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { audit } = await deps.store();
  await audit.add(auditEntry(context, { operation, subject: draft, before: null, after }));
}
