import { question, type Proposal } from '../proposal.ts';
import { maxChoices } from '../built-in/limits.ts';
import { maxNameCharacters, maxTextCharacters } from './limits.ts';

/** Addresses in a model's words may lead anywhere, and a preview of one would be fetched without a click. */
const address = /\b[a-z][a-z0-9+.-]{1,20}:\/\/\S+|\bwww\.\S+/gi;

/** A model's words as they may be shown: short, and without addresses, links and mentions of Slack. */
export function safeWords(text: string): string {
  return text
    .replaceAll(/<[^<>]{0,400}>/g, '')
    .replaceAll(address, '(link left out)')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .trim()
    .slice(0, maxTextCharacters);
}

/** @param choices of these only such as `isKnown` */
export function askedBack(
  text: string | null,
  choices: readonly string[],
  isKnown: (choice: string) => boolean = () => true,
): Proposal | null {
  const words = safeWords(text ?? '');
  if (words === '') return null;
  const known = choices.filter(isKnown).map((choice) => safeWords(choice).slice(0, maxNameCharacters));
  return question(words, known.filter((choice) => choice !== '').slice(0, maxChoices));
}
