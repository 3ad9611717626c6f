import { UserError } from '../../domain/errors.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

/** What answers those who ask the assistant. */
export interface AssistantState {
  /** Name of the model that is configured; null where there is none, and the built-in translator answers all. */
  readonly model: string | null;
  /** Whether it is asked, too: false where there is none, or an admin has switched it off. */
  readonly usesModel: boolean;
  /** Who switched it last; null where nobody has. */
  readonly switched: { readonly isOn: boolean; readonly at: Date; readonly by: string } | null;
}

export async function showAssistant(deps: OperationDeps, context: OperationContext): Promise<AssistantState> {
  authorize(context, 'viewer', 'see what answers');
  const { assistant } = await deps.store();
  const found = await assistant.modelSwitch();
  return {
    model: deps.modelName,
    usesModel: deps.modelName !== null && found?.isOn !== false,
    switched: found === null ? null : { isOn: found.isOn, at: found.changedAt, by: found.changedBy },
  };
}

/**
 * Lets the assistant ask its model, or keeps it from that: the built-in translator then answers all. Holds for every
 * instance, from the next ask on.
 *
 * @throws UserError `no_model` where one is to be switched on and none is configured
 */
export async function setAssistant(
  deps: OperationDeps,
  context: OperationContext,
  { usesModel }: { readonly usesModel: boolean },
): Promise<AssistantState> {
  authorize(context, 'admin', "switch the assistant's model on or off");
  if (usesModel && deps.modelName === null) {
    throw new UserError(
      'There is no model to switch on: the built-in translator answers. Set OPENAI_MODEL, with OPENAI_API_KEY or OPENAI_BASE_URL, and start Crosswalk again.',
      { code: 'no_model' },
    );
  }
  const { assistant } = await deps.store();
  await assistant.switchModel(
    { isOn: usesModel, changedAt: context.now, changedBy: context.actor },
    ({ before, after }) =>
      auditEntry(context, {
        operation: 'set-assistant',
        subject: 'model',
        before: { usesModel: before },
        after: { usesModel: after },
      }),
  );
  return await showAssistant(deps, context);
}
