import type { Dialect, Sql } from './dialect.ts';
import type { LoadTarget } from './hub.ts';
import { recordsTable } from './tables.ts';

/**
 * Account assignments that name their person by full name get the e-mail of the one user of that name. Several
 * users with one e-mail are one person; any others of one name, or none, reject the row.
 */
export async function resolveUserNames(sql: Sql, dialect: Dialect, target: LoadTarget): Promise<void> {
  const users = recordsTable('users');
  const nameOf = (json: string): string => `lower(${dialect.member(json, 'name')})`;
  const [index] = await sql.rows(dialect.findIndex, ['users_by_name']);
  // Only hubs that need it pay for it: it is made with the first batch that looks people up.
  if (index === undefined) await sql.run(`CREATE INDEX users_by_name ON ${users} (${nameOf('attributes')})`);
  const wanted = `lower(trim(${dialect.member('staged.merged', 'user_name')}))`;
  const email = `lower(${dialect.member('u.attributes', 'email')})`;
  const among = `FROM ${users} u WHERE ${nameOf('u.attributes')} = ${wanted} AND u.deleted_at IS NULL`;
  const isOpen = `${dialect.member('staged.merged', 'user_name')} IS NOT NULL ${withoutEmail(target, dialect)}`;

  await sql.run(
    `UPDATE staged
        SET code = CASE (SELECT COUNT(DISTINCT COALESCE(${email}, '')) ${among})
                     WHEN 0 THEN 'user_not_found'
                     WHEN 1 THEN CASE WHEN (SELECT MAX(${email}) ${among}) IS NULL THEN 'user_not_found' END
                     ELSE 'user_ambiguous' END
      WHERE code IS NULL AND ${isOpen}`,
  );
  const found = `(SELECT MIN(${dialect.member('u.attributes', 'email')}) ${among})`;
  await sql.run(
    `UPDATE staged SET merged = ${dialect.withMember('staged.merged', 'user_email', found)}
      WHERE code IS NULL AND ${isOpen}`,
  );
}

/** Where a row has both, its e-mail counts. */
function withoutEmail({ attributes }: LoadTarget, dialect: Dialect): string {
  return attributes.includes('user_email')
    ? `AND ${dialect.member('staged.merged', 'user_email')} IS NULL`
    : '';
}
