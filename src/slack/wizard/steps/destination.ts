import { requireOutbound } from '../../../domain/draft.ts';
import type { JobDraft } from '../../../domain/draft.ts';
import { UserError } from '../../../domain/errors.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { DestinationFields } from '../../../operations/drafts/outbound/destination-fields.ts';
import { option } from '../../blocks/index.ts';
import type { InputValues, OptionsCall } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import { destinationBlocks, destinationIds, noParent } from '../destination/destination-view.ts';
import { blockId, blockOf, enteredText } from '../entered.ts';
import { readScreen } from '../metadata.ts';
import { objectText } from '../source/source-view.ts';
import { isExport } from '../step.ts';
import type { Leaving, Reaction, StepInput, Turn, WizardStep } from '../step.ts';

/** "Destination": the CRM's object, what leads to the account, and how records are found. */
export function createDestinationStep({ operations }: SlackServices): WizardStep {
  /** The template of the pair comes with the object; what is chosen beside it is stored already. */
  async function connect({ call, stored }: Turn): Promise<void> {
    const draft = requireOutbound(stored.draft);
    const object = meantObject(stored);
    const { connectionId } = draft;
    if (connectionId === undefined || object === null) return;
    await operations.chooseDestination(call.context, { draft: stored.id, connectionId, object });
  }

  async function labelOf({ call, stored }: Turn, name: string): Promise<string | null> {
    const { connectionId } = stored.draft;
    if (connectionId === undefined) return null;
    const [found] = await operations.listDestinations(call.context, {
      draft: stored.id,
      connectionId,
      typed: name,
      limit: 1,
    });
    return found?.name === name ? found.label : null;
  }

  async function fieldsOf({ call, stored }: Turn): Promise<DestinationFields | null> {
    const { object } = requireOutbound(stored.draft).target;
    if (object === undefined || object !== meantObject(stored)) return null;
    return await operations.destinationFields(call.context, { draft: stored.id });
  }

  return {
    id: 'destination',
    title: 'Destination',
    isNeeded: isExport,

    async show(turn) {
      const { call, stored, at } = turn;
      const draft = requireOutbound(stored.draft);
      const name = meantObject(stored);
      const [connections, label, fields] = await Promise.all([
        operations.listConnections(call.context),
        name === null ? null : labelOf(turn, name),
        fieldsOf(turn),
      ]);
      const connection = connections.find(({ id }) => id === draft.connectionId)?.name ?? '';
      const object = name === null ? null : { name, label };
      const isObjectMissing = at['isObjectMissing'] === true;
      return { blocks: destinationBlocks({ draft, connection, object, fields, isObjectMissing }) };
    },

    read: readDestination,

    async leave(turn, values): Promise<Leaving> {
      const { target } = requireOutbound(turn.stored.draft);
      if (meantObject(turn.stored) !== target.object || target.object === undefined) {
        await connect(turn).catch((error: unknown) => {
          if (!(error instanceof UserError)) throw error;
          const path = [blockOf(values, 'destination')];
          throw new UserError(error.message, { code: error.code, path, cause: error });
        });
      }
      return { kind: 'go' };
    },

    actions: [
      { actionId: destinationIds.object, handle: connectAndShow },
      { actionId: destinationIds.connect, handle: connectAndShow },
    ],
    options: [{ actionId: destinationIds.object, handle: offerObjects }],
  };

  async function connectAndShow(turn: Turn): Promise<Reaction> {
    await connect(turn);
    return { kind: 'show', at: { isObjectMissing: meantObject(turn.stored) === null } };
  }

  async function offerObjects({ context: by, typed, view }: OptionsCall) {
    if (view === null) return { options: [] };
    const { draft } = readScreen(view.privateMetadata);
    const { connectionId } = (await operations.showDraft(by, draft)).draft;
    if (connectionId === undefined) return { options: [] };
    const objects = await operations.listDestinations(by, { draft, connectionId, typed, isTyping: true });
    return {
      options: objects.map(({ name, label, isUsual }) =>
        option({
          text: objectText(name, label),
          value: name,
          ...(isUsual ? { description: 'usual' } : {}),
        }),
      ),
    };
  }
}

/** What a person chose last, also where the CRM could not be asked about it yet. */
function meantObject({ draft, entered }: StoredDraft): string | null {
  return entered[destinationKey(draft)] || (requireOutbound(draft).target.object ?? null);
}

/** Records of another hub object go somewhere else. */
function destinationKey(draft: JobDraft): string {
  return `destination of ${requireOutbound(draft).source.object ?? ''}`;
}

function readDestination(values: InputValues, { draft }: StoredDraft): StepInput {
  const { connectionId, target } = requireOutbound(draft);
  const isOfConnection = blockOf(values, 'destination') === blockId('destination', connectionId ?? '');
  const object = isOfConnection ? enteredText(values, 'destination') : undefined;
  const chosen = (name: string): string | undefined =>
    blockOf(values, name) === blockId(name, target.object ?? '')
      ? enteredText(values, name) || undefined
      : undefined;
  const [parent, matchOn] = [chosen('parent'), chosen('match')];
  return {
    patch: {
      direction: 'outbound',
      target: {
        ...(matchOn === undefined ? {} : { matchOn }),
        ...(parent === undefined ? {} : { parent: parent === noParent ? null : parent }),
      },
    },
    ...(object === undefined || object === '' ? {} : { entered: { [destinationKey(draft)]: object } }),
  };
}
