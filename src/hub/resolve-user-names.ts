import type { Dialect, Sql } from './dialect.ts';
import type { LoadTarget } from './hub.ts';
import { recordsTable } from './tables.ts';

/**
 * Account assignments that name their person by full name get the e-mail of the one user of that name. Several
 * users with one e-mail are one person; several with different ones, or none, reject the row.
 */
export async function resolveUserNames(sql: Sql, dialect: Dialect, target: LoadTarget): Promise<void> {
  const users = recordsTable('users');
  const nameOf = (json: string): string => `lower(${dialect.member(json, 'name')})`;
  // Only hubs that need it pay for it: it is made with the first batch that looks people up.
  await sql.run(`CREATE INDEX IF NOT EXISTS users_by_name ON ${users} (${nameOf('attributes')})`);
  const wanted = `lower(trim(${dialect.member('staged.merged', 'user_name')}))`;
  const email = `lower(${dialect.member('u.attributes', 'email')})`;
  const among = `FROM ${users} u WHERE ${nameOf('u.attributes')} = ${wanted} AND u.deleted_at IS NULL`;
  const isOpen = `${dialect.member('staged.merged', 'user_name')} IS NOT NULL ${withoutEmail(target, dialect)}`;

  await sql.run(
    `UPDATE staged
        SET code = CASE (SELECT COUNT(DISTINCT ${email}) ${among})
                     WHEN 0 THEN 'user_not_found' WHEN 1 THEN NULL ELSE 'user_ambiguous' END
      WHERE ${isOpen}`,
  );
  const found = `(SELECT MIN(${dialect.member('u.attributes', 'email')}) ${among})`;
  await sql.run(
    `UPDATE staged SET merged = ${dialect.withMember('staged.merged', 'user_email', found)}
      WHERE code IS NULL AND ${isOpen}`,
  );
  await sql.run(
    `UPDATE staged
        SET differs = CASE WHEN merged = (SELECT t.attributes FROM ${recordsTable(target.hubObject)} t
                                           WHERE t.id = staged.record_id) THEN 0 ELSE 1 END
      WHERE code IS NULL`,
  );
}

/** Where a row has both, its e-mail counts. */
function withoutEmail({ attributes }: LoadTarget, dialect: Dialect): string {
  return attributes.includes('user_email')
    ? `AND ${dialect.member('staged.merged', 'user_email')} IS NULL`
    : '';
}
