import { expect } from 'chai';
import type { Assistant, AskOptions, Interpretation } from '../../../src/assistant/assistant.ts';
import { UserError } from '../../../src/domain/errors.ts';
import { applied } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

const whole = 'The login of the CRM has expired. <!channel> *Reconnect* it.';

/** Says something, waits until it is let go on, and then ends as it is told. */
function slowAssistant(end: () => Interpretation) {
  const waiting: (() => void)[] = [];
  const gate = new Promise<void>((resolve) => {
    waiting.push(resolve);
  });
  const goOn = (): void => waiting.forEach((resolve) => resolve());
  const assistant: Assistant = {
    async interpret(_text, _context, { onText }: AskOptions = {}) {
      onText?.('The login of');
      await gate;
      onText?.(whole);
      return end();
    },
  };
  return { assistant, goOn };
}

const answered = (): Interpretation => ({
  proposal: { kind: 'answer', topic: 'explanation', needs: null, text: whole },
  from: 'model',
  note: null,
});

describeOnBoth('an answer that takes its time', (house) => {
  const begin = async (end: () => Interpretation) => {
    await applied(house());
    const { assistant, goOn } = slowAssistant(end);
    Object.assign(house().deps, { assistant: () => Promise.resolve(assistant) });
    const vera = await house().person('Vera');
    await vera.says('@Crosswalk', 'why did it fail?');
    await vera.sees('The login of …');
    return { vera, goOn };
  };

  it('is shown while it is written, and stands whole in the same message, as plain text', async () => {
    const { vera, goOn } = await begin(answered);
    goOn();
    await vera.sees(whole);
    await vera.sees('Written by a model, checked by Crosswalk.');
    await vera.doesNotSee('The login of …');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('gives way to what came instead, where it ends in trouble', async () => {
    const { vera, goOn } = await begin(() => {
      throw new UserError('It cannot be said now.');
    });
    goOn();
    await vera.sees('It cannot be said now.');
    await vera.doesNotSee('The login of …');
  });
});
