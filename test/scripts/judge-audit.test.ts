import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { judgeAudit, readAccepted } from '../../scripts/judge-audit.ts';
import { projectRoot } from '../support/project-root.ts';

const id = 'GHSA-aaaa-bbbb-cccc';
const advisory = (severity: string, last = id) => ({
  source: 1,
  name: 'left-pad',
  title: 'Pads to the right',
  url: `https://github.com/advisories/${last}`,
  severity,
  range: '<2',
});
const reportOf = (...via: readonly unknown[]): string =>
  JSON.stringify({ vulnerabilities: { 'left-pad': { name: 'left-pad', via } }, metadata: {} });
const today = '2026-06-01';

describe('the audit of dependencies', () => {
  it('has what is high or critical stand in the way, once, and nothing less', () => {
    const text = reportOf('other', advisory('high'), advisory('high'), advisory('moderate', 'GHSA-x'));
    const judged = judgeAudit(text, [], today);
    expect(judged?.inTheWay).to.deep.equal([
      `high: left-pad <2: Pads to the right (https://github.com/advisories/${id})`,
    ]);
    expect(judgeAudit(reportOf(), [], today)).to.deep.equal({ inTheWay: [], accepted: [] });
  });

  it('lets pass what is listed with a reason, until the day that is named', () => {
    const known = [{ id, reason: 'We never pad with what people send.', until: today }];
    expect(judgeAudit(reportOf(advisory('critical')), known, today)?.inTheWay).to.deep.equal([]);
    expect(judgeAudit(reportOf(advisory('critical')), known, '2026-06-02')?.inTheWay).to.have.length(1);
  });

  it('finds nothing where the registry refuses, or says something else', () => {
    for (const text of ['', 'npm error', '{"message":"405 Method Not Allowed"}', '[]', 'null']) {
      expect(judgeAudit(text, [], today)).to.equal(null);
    }
  });

  it('refuses a list without reasons or dates, and takes the one that there is', () => {
    expect(() => readAccepted(`[{"id":"${id}","reason":"no","until":"2026-01-01"}]`)).to.throw();
    expect(() => readAccepted(`[{"id":"${id}","reason":"We never pad with what people send."}]`)).to.throw();
    const file = join(projectRoot, 'docs/security/accepted-advisories.json');
    expect(readAccepted(readFileSync(file, 'utf8'))).to.be.an('array');
  });
});
