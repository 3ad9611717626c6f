import { useState } from 'react';
import type { ReactNode } from 'react';
import type { DataTableBlock } from '@slack/types';
import { LibraryBlock } from './library-block.tsx';

const usualPage = 5;

/** A table with a header row, a page at a time. */
export function DataTable({ block }: { readonly block: DataTableBlock }): ReactNode {
  const { rows, caption, page_size: size = usualPage, row_header_column_index: headerColumn = 0 } = block;
  const [page, setPage] = useState(0);
  const [header = [], ...body] = rows;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const at = Math.min(page, pages - 1);
  return (
    <div className="data-table">
      <div className="scrolls">
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {header.map((cell, index) => (
                <th key={index} scope="col">
                  <CellOf cell={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.slice(at * size, (at + 1) * size).map((row, index) => (
              <tr key={index} data-part="row">
                {row.map((cell, column) =>
                  column === headerColumn ? (
                    <th key={column} scope="row">
                      <CellOf cell={cell} />
                    </th>
                  ) : (
                    <td key={column} className={cell.type === 'raw_number' ? 'number' : undefined}>
                      <CellOf cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <nav aria-label={`Pages of ${caption}`} className="pages">
          <button type="button" className="button quiet" disabled={at === 0} onClick={() => setPage(at - 1)}>
            Previous rows
          </button>
          <span>
            {at * size + 1}–{Math.min((at + 1) * size, body.length)} of {body.length}
          </span>
          <button
            type="button"
            className="button quiet"
            disabled={at === pages - 1}
            onClick={() => setPage(at + 1)}
          >
            Next rows
          </button>
        </nav>
      )}
    </div>
  );
}

function CellOf({ cell }: { readonly cell: DataTableBlock['rows'][number][number] }): ReactNode {
  return cell.type === 'rich_text' ? <LibraryBlock block={cell} /> : cell.text;
}
