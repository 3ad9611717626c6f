/** What a mapping goes between: fields of the CRM and attributes of the hub, one way or the other. */
import { hubObjectOf } from '../../../domain/job-ends.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import type { HubAttribute } from '../../../domain/hub-object.ts';
import { hubSchema } from '../../../domain/hub-schema.ts';
import type { MappingEntry } from '../../../domain/job.ts';
import { searchAttributes } from '../../../domain/mapping/search-attributes.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';
import type { EntrySamples } from '../../../operations/drafts/sample-entry.ts';
import { maxOptions, maxOptionValue, option } from '../../blocks/index.ts';
import type { Call, Offered } from '../../feature.ts';
import type { SlackServices } from '../../services.ts';
import { fieldOption } from './field-choice.ts';

/** Somebody at a mapping. */
export interface AtMapping extends Pick<Call, 'context'> {
  readonly stored: StoredDraft;
}

export interface Sides {
  /** What a row may read, for labels; at least that path. */
  fieldsOf(at: AtMapping, path: string): Promise<readonly NamedField[]>;
  /** Of an export, the fields that rows fill, for labels. */
  targetsOf(at: AtMapping): Promise<readonly NamedField[]>;
  samples(at: AtMapping, entry: MappingEntry): Promise<EntrySamples>;
  offerSources(at: AtMapping, typed: string): Promise<Offered>;
  /** Of an export. */
  offerTargets(at: AtMapping, typed: string): Promise<Offered>;
}

export function attributeField({ name, label, type }: HubAttribute): NamedField {
  return { path: name, label, type: fieldTypeOf(type) };
}

function fieldTypeOf(type: HubAttribute['type']): NamedField['type'] {
  const attribute = { name: 'x', label: 'x', type, isKey: false, isStandard: false };
  const [field] = hubSchema(hubObjects.accounts, [attribute]).object.fields;
  return field?.type ?? 'string';
}

const isSent = ({ stored }: AtMapping): boolean => stored.draft.direction === 'outbound';

export function createSides({ operations }: Pick<SlackServices, 'operations'>): Sides {
  return {
    async fieldsOf(at, path) {
      const { context: by, stored } = at;
      if (!isSent(at)) return await operations.mappedFields(by, { draft: stored.id, more: [path] });
      return (await operations.hubAttributes(by, { draft: stored.id })).map(attributeField);
    },

    async targetsOf(at) {
      if (!isSent(at)) return [];
      return await operations.mappedTargets(at.context, { draft: at.stored.id });
    },

    samples(at, entry) {
      const wanted = { draft: at.stored.id, entry };
      return isSent(at)
        ? operations.sampleOutboundEntry(at.context, wanted)
        : operations.sampleEntry(at.context, wanted);
    },

    async offerSources(at, typed) {
      const { context: by, stored } = at;
      if (!isSent(at)) {
        const found = await operations.searchFields(by, { draft: stored.id, typed, limit: maxOptions });
        // A longer one is no value of an option; it can be written in a formula.
        return { options: found.filter(({ path }) => path.length <= maxOptionValue).map(fieldOption) };
      }
      const object = hubObjectOf(stored.draft);
      if (object === undefined) return { options: [] };
      const all = await operations.hubAttributes(by, { draft: stored.id });
      const found = searchAttributes(typed, all, object, maxOptions);
      return { options: found.map((each) => fieldOption(attributeField(each))) };
    },

    async offerTargets({ context: by, stored }, typed) {
      const found = await operations.searchTargetFields(by, { draft: stored.id, typed, limit: maxOptions });
      const options = found
        .filter(({ path }) => path.length <= maxOptionValue)
        .map(({ isRequired, only, ...field }) => {
          const more = [
            ...(isRequired ? ['needed for new records'] : []),
            ...(only === null ? [] : [only === 'new' ? 'new records only' : 'existing records only']),
          ];
          const { description, ...offered } = fieldOption(field);
          const words = [...(description === undefined ? [] : [description.text]), ...more].join(' · ');
          return option({ text: offered.text.text, value: field.path, description: words });
        });
      return { options };
    },
  };
}
