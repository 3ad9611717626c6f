import { expect } from 'chai';
import { createLog } from '../src/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void, level = 'info'): string {
  let text = '';
  write(createLog({ level, destination: { write: (line) => void (text += line) } }));
  return text;
}

describe('the log', () => {
  it('hides secrets by their name, however deep they stand', () => {
    const text = logged((log) => {
      log.info({ password: 'hush-0', a: { accessToken: 'hush-1', b: { clientSecret: 'hush-2' } } }, 'one');
      log.info(
        { request: { config: { headers: { Authorization: 'hush-3', 'set-cookie': 'hush-4' } } } },
        'two',
      );
    });
    expect(text).not.to.contain('hush');
    expect(text.match(/\[redacted\]/g)).to.have.length(5);
  });

  it('is one line an entry, whatever is in names, messages and errors', () => {
    const hostile = 'Acme\n{"level":50,"msg":"forged"}\r\u001b[2J\u0000\u2028end';
    const text = logged((log) => {
      log.info({ job: hostile, [hostile]: 1, err: new Error(hostile) }, `run of ${hostile}`);
    });
    expect(text.split(/\r|\n/)).to.have.length(2);
    expect(text).not.to.include('\u001b').and.not.include('\u0000');
    expect(JSON.parse(text)).to.include({ level: 30, job: hostile });
  });

  it('hides secrets that hang on an error', () => {
    const error = Object.assign(new Error('hush'), {
      code: '401',
      options: { headers: { authorization: 'hush' } },
    });
    expect(logged((log) => log.error(error, 'refused')))
      .to.contain('401')
      .and.not.to.contain('hush');
  });

  it('says when, how bad and what, as one JSON line', () => {
    const line: unknown = JSON.parse(logged((log) => log.warn({ run: 'r1' }, 'late')));
    expect(line).to.include({ level: 40, run: 'r1', msg: 'late' });
    expect(line)
      .to.have.property('time')
      .that.matches(/^\d{4}-\d\d-\d\dT/);
  });

  it('keeps quiet below its level', () => {
    expect(logged((log) => log.info('chatter'), 'warn')).to.equal('');
  });
});
