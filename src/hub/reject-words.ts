import { hubObjects } from '../domain/hub-object.ts';
import type { Sql } from './dialect.ts';
import type { LoadReject, LoadTarget } from './hub.ts';
import { maxKeyBytes } from './staged.ts';

interface RejectedRow {
  readonly crm_id: string;
  readonly code: string;
  readonly holder: string | null;
}

export async function rejectsOf(sql: Sql, target: LoadTarget): Promise<readonly LoadReject[]> {
  const rows = await sql.rows<RejectedRow>(
    `SELECT crm_id, code, holder FROM staged WHERE outcome = 'rejected' ORDER BY crm_id`,
  );
  return rows.map((row) => ({ crmId: row.crm_id, code: row.code, message: messageOf(row, target) }));
}

function messageOf({ crm_id: crmId, code, holder }: RejectedRow, { hubObject }: LoadTarget): string {
  const { noun, keys } = hubObjects[hubObject];
  switch (code) {
    case 'key_taken':
      return (
        `${crmId} and ${holder ?? 'another record'} have the same ${keys.join(' + ')}, so both stand for one ${noun}; ` +
        `${holder ?? 'the other'} has it already. Mend one of them in the CRM, or switch on "Automatically resolve matching conflicts".`
      );
    case 'too_long':
      return (
        `${keys.join(' + ')}: the ${keys.length === 1 ? 'key is' : 'keys are together'} longer than ${maxKeyBytes} ` +
        'bytes (a letter takes one to four).'
      );
    case 'user_ambiguous':
      return 'user_name: several users have this full name. Map user_email instead.';
    case 'user_not_found':
      return 'user_name: no user with an e-mail has this full name. Bring users in first, or map user_email.';
    default:
      return `The hub refused the ${noun} (${code}).`;
  }
}
