import { useState } from 'react';
import type { ReactNode } from 'react';
import type { TrafficEntry } from '../../traffic.ts';
import { useSession } from '../state/session.tsx';
import { useTraffic } from '../state/use-traffic.ts';
import { preciseClockOf } from '../surfaces/message-time.ts';
import { DisturbForm } from './disturb-form.tsx';

interface TrafficPanelProps {
  readonly onClose: () => void;
}

/** What passed between the app and the workspace: calls of the Web API and deliveries to the app. */
export function TrafficPanel({ onClose }: TrafficPanelProps): ReactNode {
  const entries = useTraffic();
  const [open, setOpen] = useState<number | null>(null);
  const shown = entries.find(({ number }) => number === open);
  return (
    <section className="traffic" aria-label="Traffic">
      <header className="place-head">
        <h2>Traffic</h2>
        <small>Latest first. A row shows what was sent and what came back.</small>
        <span className="spacer" />
        <DisturbForm />
        <button type="button" className="icon" aria-label="Close traffic" onClick={onClose}>
          ×
        </button>
      </header>
      <div className="traffic-content">
        <div className="scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Direction</th>
                <th scope="col">What</th>
                <th scope="col">Outcome</th>
                <th scope="col" className="number">
                  ms
                </th>
                <th scope="col" className="number">
                  Retry
                </th>
              </tr>
            </thead>
            <tbody>
              {[...entries].reverse().map((entry) => (
                <Row
                  key={entry.number}
                  entry={entry}
                  isOpen={entry.number === open}
                  onOpen={() => setOpen(entry.number === open ? null : entry.number)}
                />
              ))}
            </tbody>
          </table>
          {entries.length === 0 && <p className="note">Nothing yet.</p>}
        </div>
        {shown !== undefined && (
          <div className="traffic-detail" tabIndex={0} aria-label={`What passed with ${shown.name}`}>
            <h3>Sent</h3>
            <pre>{JSON.stringify(shown.sent, null, 2)}</pre>
            <h3>Received</h3>
            <pre>{JSON.stringify(shown.received, null, 2)}</pre>
          </div>
        )}
      </div>
    </section>
  );
}

interface RowProps {
  readonly entry: TrafficEntry;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function Row({ entry, isOpen, onOpen }: RowProps): ReactNode {
  const { timeZone } = useSession().screen.me;
  const { at, direction, name, outcome, isOk, durationMs, retry } = entry;
  return (
    // The button's click comes here, too: by it the keyboard opens a row.
    <tr className={isOpen ? 'is-open' : undefined} onClick={onOpen}>
      <td>{preciseClockOf(new Date(at), timeZone)}</td>
      <td>{direction === 'call' ? 'app → Slack' : 'Slack → app'}</td>
      <td>
        <button type="button" className="link" aria-expanded={isOpen}>
          {name}
        </button>
      </td>
      <td className={isOk ? 'is-ok' : 'is-wrong'}>{outcome}</td>
      <td className="number">{Math.round(durationMs)}</td>
      <td className="number">{retry === 0 ? '' : retry}</td>
    </tr>
  );
}
