/** Blocks that show data: tables and charts. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { characters, countCharacters, id } from './text.ts';

const rawText = z.strictObject({
  type: z.literal('raw_text'),
  text: characters(limits.dataTable.characters, 1),
});
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: characters(limits.dataTable.characters, 1),
});
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richText]);

type Rows = readonly (readonly unknown[])[];

const sameLength = (rows: Rows): boolean => rows.every((row) => row.length === rows[0]?.length);
const sameLengthOnly = { error: 'all rows must have the same number of cells' };

const allTextKeys = new Set(['text']);

/** How much text there is in something, at any depth. */
export function charactersIn(value: unknown, keys: ReadonlySet<string> = allTextKeys): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + charactersIn(each, keys), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) =>
      sum + (typeof each === 'string' && keys.has(key) ? countCharacters(each) : charactersIn(each, keys)),
    0,
  );
}

export const table = z
  .strictObject({
    type: z.literal('table'),
    block_id: id.optional(),
    rows: z
      .array(z.array(cell).min(1).max(limits.table.columns))
      .min(1)
      .max(limits.table.rows)
      .refine(sameLength, sameLengthOnly),
    column_settings: z
      .array(
        z
          .strictObject({
            align: z.enum(['left', 'center', 'right']).optional(),
            is_wrapped: z.boolean().optional(),
          })
          .nullable(),
      )
      .max(limits.table.columns)
      .optional(),
  })
  .refine(({ rows, column_settings: settings = [] }) => settings.length <= (rows[0]?.length ?? 0), {
    error: 'column_settings must not be more than the columns of the table',
    path: ['column_settings'],
  });

export const dataTable = z.strictObject({
  type: z.literal('data_table'),
  block_id: id.optional(),
  caption: characters(limits.text, 1),
  rows: z
    .array(z.array(cell).min(1).max(limits.dataTable.columns))
    .min(limits.dataTable.minRows)
    .max(limits.dataTable.maxRows)
    .refine(sameLength, sameLengthOnly)
    .refine((rows) => rows[0]?.every(({ type }) => type !== 'rich_text') ?? true, {
      error: 'rich_text cannot be used for header cells',
    })
    .refine((rows) => charactersIn(rows) <= limits.dataTable.characters, {
      error: `must be less than ${limits.dataTable.characters + 1} characters in all cells`,
    }),
  page_size: z.int().min(1).max(limits.dataTable.pageSize).optional(),
  row_header_column_index: z.int().min(0).optional(),
});

const label = characters(limits.chart.label, 1);

const pie = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(z.strictObject({ label, value: z.number().gt(0) }))
    .min(1)
    .max(limits.chart.segments),
});

const axisChart = {
  series: z
    .array(
      z.strictObject({
        name: label,
        data: z
          .array(z.strictObject({ label, value: z.number() }))
          .min(1)
          .max(limits.chart.points),
      }),
    )
    .min(1)
    .max(limits.chart.series),
  axis_config: z.strictObject({
    categories: z.array(label).min(1).max(limits.chart.points),
    x_label: characters(limits.chart.axisLabel).optional(),
    y_label: characters(limits.chart.axisLabel).optional(),
  }),
};

export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: id.optional(),
  title: characters(limits.chart.title, 1),
  chart: z.discriminatedUnion('type', [
    pie,
    z.strictObject({ type: z.literal('line'), ...axisChart }),
    z.strictObject({ type: z.literal('bar'), ...axisChart }),
    z.strictObject({ type: z.literal('area'), ...axisChart }),
  ]),
});
