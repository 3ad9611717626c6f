import type { ApiError } from '../http/api-error.ts';
import { beyondSandbox } from '../http/api-error.ts';
import type { Condition } from '../query/condition.ts';

type Properties = Readonly<Record<string, unknown>>;
type PropertyTest = (properties: Properties) => boolean;

/** A condition on metadata, where only equality is of use: names, kinds and switches. */
export function propertyTest(condition: Condition, unknown: (name: string) => ApiError): PropertyTest {
  if (condition.kind === 'not') {
    const part = propertyTest(condition.part, unknown);
    return (properties) => !part(properties);
  }
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map((part) => propertyTest(part, unknown));
    if (condition.kind === 'and') return (properties) => parts.every((part) => part(properties));
    return (properties) => parts.some((part) => part(properties));
  }
  if (condition.kind !== 'compare') throw beyondSandbox('a function on metadata');
  const { operator, path, literal } = condition;
  if (operator !== 'eq' && operator !== 'ne') throw beyondSandbox(`${operator} on metadata`);
  const [name, below] = path;
  return (properties) => {
    const value = properties[name];
    if (value === undefined) throw unknown(name);
    const compared = below === undefined ? value : (value as Properties | null)?.[below];
    return (textOf(compared) === literal.text) === (operator === 'eq');
  };
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
