import { hubObjectNames } from '../../../domain/hub-object.ts';
import type { HubObjectName } from '../../../domain/hub-object.ts';
import { UserError } from '../../../domain/errors.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { InputValues, OptionsCall } from '../../feature.ts';
import { option } from '../../blocks/index.ts';
import type { SlackServices } from '../../services.ts';
import { blockId, blockOf, enteredText } from '../entered.ts';
import { readScreen } from '../metadata.ts';
import { objectText, sourceBlocks, sourceIds } from '../source/source-view.ts';
import { shown } from '../step.ts';
import type { Leaving, StepInput, Turn, WizardStep } from '../step.ts';

export function createSourceStep({ operations }: SlackServices): WizardStep {
  /** Usual fields and target come with the object; nothing happens where they are those that are chosen. */
  async function choose({ call, stored }: Turn, values: InputValues): Promise<void> {
    const { connectionId, source, target } = stored.draft;
    const object = enteredText(values, 'object') ?? '';
    if (connectionId === undefined || object === '') return;
    const wanted = targetEntered(values, object);
    const isChosen = object === source.object && (wanted === undefined || wanted === target.object);
    if (isChosen) return;
    const into = wanted === undefined ? {} : { target: wanted };
    await operations.chooseSource(call.context, { draft: stored.id, connectionId, object, ...into });
  }

  return {
    id: 'source',
    title: 'Source',

    async show({ call, stored }) {
      const connections = await operations.listConnections(call.context);
      const { connectionId } = stored.draft;
      const name = meantObject(stored);
      const isKnown = connections.some(({ id }) => id === connectionId);
      const [found] =
        connectionId === undefined || name === null || !isKnown
          ? []
          : await operations.listSourceObjects(call.context, { connectionId, typed: name, limit: 1 });
      const label = found?.name === name ? (found?.label ?? null) : null;
      const object = name === null ? null : { name, label };
      return { blocks: sourceBlocks({ stored, connections, object }) };
    },

    read: readSource,

    async leave(turn, values): Promise<Leaving> {
      const { connectionId, direction } = turn.stored.draft;
      const entered = enteredText(values, 'connection');
      if (connectionId === undefined || entered === undefined) {
        throw new UserError('There is no connection to read from yet.', { code: 'connection_missing' });
      }
      if (direction === 'outbound') {
        // The inputs of an export are on their way.
        const isShown = blockOf(values, 'hubObject') in values;
        return isShown ? { kind: 'go' } : { kind: 'stay', at: turn.at };
      }
      if (blockOf(values, 'object') !== blockId('object', connectionId)) {
        // The objects of the connection that was just chosen are still on their way.
        return { kind: 'stay', at: turn.at };
      }
      await choose(turn, values).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        throw new UserError(error.message, {
          code: error.code,
          path: [blockOf(values, 'object')],
          cause: error,
        });
      });
      return { kind: 'go' };
    },

    actions: [
      { actionId: sourceIds.direction, handle: () => Promise.resolve(shown) },
      { actionId: sourceIds.connection, handle: () => Promise.resolve(shown) },
      {
        actionId: sourceIds.object,
        async handle(turn, { surface }) {
          if (surface.kind === 'modal') await choose(turn, surface.view.values);
          return shown;
        },
      },
    ],
    options: [{ actionId: sourceIds.object, handle: (call) => offerObjects(call) }],
  };

  async function offerObjects({ context, typed, view }: OptionsCall) {
    if (view === null) return { options: [] };
    const { draft } = readScreen(view.privateMetadata);
    const stored = await operations.showDraft(context, draft);
    // The draft may not have what was just chosen yet.
    const connectionId = enteredText(view.values, 'connection') || stored.draft.connectionId;
    if (connectionId === undefined) return { options: [] };
    const objects = await operations.listSourceObjects(context, { connectionId, typed, isTyping: true });
    return {
      options: objects.map(({ name, label }) => option({ text: objectText(name, label), value: name })),
    };
  }
}

function readSource(values: InputValues, { draft }: StoredDraft): StepInput {
  const connectionId = enteredText(values, 'connection') || undefined;
  const wanted = enteredText(values, 'direction') ?? draft.direction;
  if (wanted === 'outbound') return readExport(values, connectionId);
  const direction = 'inbound';
  if (connectionId === undefined) return { patch: { direction } };
  const object = objectEntered(values, connectionId);
  // The object itself is chosen by an operation, which asks the CRM: that may fail, and what was meant is kept.
  return { patch: { direction, connectionId }, ...(object === undefined ? {} : { entered: { object } }) };
}

function readExport(values: InputValues, connectionId: string | undefined): StepInput {
  const entered = enteredText(values, 'hubObject');
  const object = hubObjectNames.find((name) => name === entered);
  return {
    patch: {
      direction: 'outbound',
      ...(connectionId === undefined ? {} : { connectionId }),
      ...(object === undefined ? {} : { source: { object } }),
    },
  };
}

/** What a person chose last, also where the CRM could not be asked about it yet. */
function meantObject({ draft, entered }: StoredDraft): string | null {
  if (draft.direction === 'outbound') return null;
  return entered['object'] || (draft.source.object ?? null);
}

/** What was chosen in another connection is not what was chosen in this one. */
function objectEntered(values: InputValues, connectionId: string): string | undefined {
  return blockOf(values, 'object') === blockId('object', connectionId)
    ? enteredText(values, 'object')
    : undefined;
}

/** What was chosen for another object is not what was chosen for this one. */
function targetEntered(values: InputValues, object: string): HubObjectName | undefined {
  if (blockOf(values, 'target') !== blockId('target', object)) return undefined;
  const entered = enteredText(values, 'target');
  return hubObjectNames.find((name) => name === entered);
}
