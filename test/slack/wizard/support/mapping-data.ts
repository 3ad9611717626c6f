/** Mappings of any size as the wizard lists them. */
import { newDraft } from '../../../../src/domain/draft.ts';
import type { DraftRow, InboundDraft } from '../../../../src/domain/draft.ts';
import { hubObjects } from '../../../../src/domain/hub-object.ts';
import type { HubAttribute } from '../../../../src/domain/hub-object.ts';
import type { MappingData } from '../../../../src/slack/wizard/mapping/listed-rows.ts';

export function aMappingDraft(mapping: readonly DraftRow[], given: Partial<InboundDraft> = {}): InboundDraft {
  return {
    ...newDraft('job-1'),
    connectionId: 'connection-1',
    source: { object: 'Account' },
    target: { object: 'accounts' },
    mapping,
    ...given,
  };
}

export function someMappingData(mapping: readonly DraftRow[], given: Partial<MappingData> = {}): MappingData {
  return {
    draft: aMappingDraft(mapping),
    attributes: hubObjects.accounts.attributes,
    fields: [],
    targets: [],
    problems: [],
    removed: null,
    ...given,
  };
}

export const rowFrom = (
  id: string,
  path: string,
  target: string,
  more: Partial<DraftRow> = {},
): DraftRow => ({
  id,
  source: { kind: 'field', path },
  target,
  ...more,
});

/** Eighty characters each, of the sort that takes the most room or spoils markup. */
export const awkwardNames = [
  '&'.repeat(80),
  '*_~`<!channel>&'.repeat(5).slice(0, 80),
  '👩‍👩‍👧‍👦'.repeat(8).slice(0, 80),
  'Größe "x" | y '.repeat(6).slice(0, 80),
] as const;

const awkward = (index: number): string => awkwardNames[index % awkwardNames.length] ?? '';

const sourcesOf = (i: number): DraftRow['source'][] => [
  { kind: 'field', path: `${`Parent${i}__r.`.repeat(5)}${'Field'.repeat(12)}${i}__c` },
  { kind: 'constant', value: awkward(i).repeat(6) },
  { kind: 'formula', text: `UPPER("${awkward(i).repeat(20)}")` },
];

/** All that a row can have, it has. */
export function manyRows(count: number): MappingData {
  const mapping = Array.from({ length: count }, (_, i): DraftRow => {
    const [source = { kind: 'field', path: '' }] = sourcesOf(i).slice(i % 3);
    return {
      id: String(i + 1),
      source,
      target: i === 0 ? 'account_id' : `${'a'.repeat(70)}_${i}`,
      type: 'date',
      formats: Array.from({ length: 10 }, () => `dd/MM/yyyy ${awkward(i)}`),
      note: awkward(i).repeat(6),
      ...(i % 7 === 3 ? { skipped: true } : {}),
      auto: { confidence: 0.5, words: 'No attribute fits, so a new one is proposed.' },
    };
  });
  const problems = mapping.flatMap((_, i) =>
    Array.from({ length: 6 }, () => ({
      path: ['mapping', i, 'source'],
      severity: 'error' as const,
      code: 'x',
      message: awkward(i).repeat(20),
      position: 40,
    })),
  );
  const whole = Array.from({ length: 20 }, () => ({
    path: ['mapping'],
    severity: 'error' as const,
    code: 'x',
    message: '<&>'.repeat(400),
  }));
  const fields = mapping.flatMap(({ source }, i) =>
    source.kind === 'field' ? [{ path: source.path, label: awkward(i), type: 'string' as const }] : [],
  );
  return someMappingData(mapping, {
    problems: [...whole, ...problems],
    removed: mapping[2] ?? null,
    fields,
    attributes: manyAttributes(count),
  });
}

export function manyAttributes(count: number): HubAttribute[] {
  const added = Array.from({ length: count }, (_, i): HubAttribute => {
    const name = `${'attribute_'.repeat(9)}${i}`;
    return { name, label: awkward(i), type: 'text', isKey: false, isStandard: false };
  });
  return [...hubObjects.accounts.attributes, ...added];
}
