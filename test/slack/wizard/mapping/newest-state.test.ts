import { expect } from 'chai';
import { newestStates } from '../../../../src/slack/wizard/mapping/newest-state.ts';
import type { ScreenState } from '../../../../src/slack/wizard/step.ts';

/** Of a click, only where it was made counts here. */
const inModal = (id: string) => ({
  surface: {
    kind: 'modal' as const,
    view: { id, hash: '', callbackId: '', privateMetadata: '', values: {}, touched: {} },
  },
});
const shown: ScreenState = { row: '1' };

describe('what an editor is turned to', () => {
  it('is what its modal says, until a button turned it to something else', () => {
    const states = newestStates();
    expect(states.of(inModal('V1'), shown)).to.deep.equal(shown);
    states.turn(inModal('V1'), shown, { isNew: true });
    // What is typed before the modal shows what the button did.
    expect(states.of(inModal('V1'), shown)).to.include({ row: '1', isNew: true });
    expect(states.of(inModal('V2'), shown)).to.deep.equal(shown);
  });

  it('is changed by two buttons of one screen, one after the other', () => {
    const states = newestStates();
    states.turn(inModal('V1'), shown, { isNew: true });
    const state = states.turn(inModal('V1'), shown, { functionName: 'UPPER' });
    expect(state).to.include({ isNew: true, functionName: 'UPPER' });
  });

  it('is what the modal says where another instance has turned it further', () => {
    const states = newestStates();
    const state = states.turn(inModal('V1'), shown, { isNew: true });
    const elsewhere = newestStates().turn(inModal('V1'), state, { isNew: false });
    expect(states.of(inModal('V1'), elsewhere)).to.deep.equal(elsewhere);
  });

  it('is remembered for a bounded number of modals', () => {
    const states = newestStates();
    for (let i = 0; i <= 500; i += 1) states.turn(inModal(`V${i}`), shown, { isNew: true });
    expect(states.of(inModal('V0'), shown)).to.deep.equal(shown);
    expect(states.of(inModal('V500'), shown)).to.include({ isNew: true });
  });
});
