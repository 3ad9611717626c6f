/** Charts; only messages show them. Slack's block is newer than the types of @slack/types. */
import type { Block } from '@slack/types';
import { cut } from './text.ts';

export interface ChartBlock extends Block {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'bar';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: { readonly categories: readonly string[]; readonly y_label?: string };
  };
}

/** Slack's own numbers. */
const limits = { title: 50, series: 12, points: 20, label: 20, axisLabel: 50 } as const;

export interface BarChart {
  readonly title: string;
  /** Under the bars, each another. */
  readonly categories: readonly string[];
  /** One value a category. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly yLabel?: string;
}

export function barChart({ title, categories, series, yLabel }: BarChart): ChartBlock {
  const labels = categories.slice(0, limits.points).map((each) => cut(each, limits.label));
  return {
    type: 'data_visualization',
    title: cut(title, limits.title),
    chart: {
      type: 'bar',
      series: series.slice(0, limits.series).map(({ name, values }) => ({
        name: cut(name, limits.label),
        data: labels.map((label, at) => ({ label, value: values[at] ?? 0 })),
      })),
      axis_config: {
        categories: labels,
        ...(yLabel === undefined ? {} : { y_label: cut(yLabel, limits.axisLabel) }),
      },
    },
  };
}
