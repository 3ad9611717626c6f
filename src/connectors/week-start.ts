import { z } from 'zod';

/** The days that weeks begin with somewhere in the world. */
const weekStarts = ['monday', 'saturday', 'sunday'] as const;
export type WeekStart = (typeof weekStarts)[number];

/** The setting of a connection that says so; without it weeks begin on Monday. */
export const weekStart = z
  .enum(weekStarts, 'is no day that weeks begin with (monday, saturday or sunday)')
  .optional();

/** 1 = Monday to 7 = Sunday. */
export const weekdayNumbers: Readonly<Record<WeekStart, number>> = { monday: 1, saturday: 6, sunday: 7 };
