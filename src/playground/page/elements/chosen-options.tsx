import type { ReactNode } from 'react';
import type { ChoiceOption } from './choices.ts';

interface ChosenOptionsProps {
  readonly chosen: readonly ChoiceOption[];
  readonly onRemove: (value: string) => void;
}

export function ChosenOptions({ chosen, onRemove }: ChosenOptionsProps): ReactNode {
  return chosen.map(({ value, text }) => (
    <span key={value} className="chosen">
      {text}
      <button
        type="button"
        className="remove"
        tabIndex={-1}
        aria-label={`Remove ${text}`}
        onClick={() => onRemove(value)}
      >
        ×
      </button>
    </span>
  ));
}
