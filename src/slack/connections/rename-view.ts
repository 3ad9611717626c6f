import type { ModalView } from '@slack/types';
import { maxNameLength } from '../../domain/draft-check.ts';
import type { ListedConnection } from '../../operations/list-connections.ts';
import { input, modal } from '../blocks/index.ts';
import { textInput } from '../blocks/inputs.ts';
import type { ShownView } from '../feature.ts';
import { connectionIds } from './connection-buttons.ts';

/** Block and action. The operation points at it by this path. */
const nameId = 'name';

export interface RenameForm {
  readonly connection: string;
  /** The view that lists connections. */
  readonly below: string;
}

export function renameView({ name }: ListedConnection, form: RenameForm): ModalView {
  return modal({
    title: 'Rename connection',
    callbackId: connectionIds.renameCallback,
    submit: 'Rename',
    close: 'Cancel',
    privateMetadata: JSON.stringify(form),
    blocks: [
      input('Name', textInput(nameId, { value: name, maxLength: maxNameLength }), {
        blockId: nameId,
        hint: 'Jobs go on as before. Jobs files have to call it by the new name.',
      }),
    ],
  });
}

export function readRename({ privateMetadata, values }: ShownView): RenameForm & { readonly name: string } {
  const form = JSON.parse(privateMetadata) as RenameForm;
  return { ...form, name: values[nameId]?.[nameId]?.value ?? '' };
}
