import { dateText, dayMs, daysIfReal, isoWeekday } from '../calendar.ts';
import type { Zone } from '../zone.ts';
import { storedMoment } from './date-value.ts';

/** Where a text has been read to, and what was found. One is used again and again: no row makes an object. */
export class DateCursor {
  year = 0;
  month = 0;
  day = 0;
  weekday = 0;
  hour = 0;
  minute = 0;
  second = 0;
  ms = 0;
  private isAfternoon = false;
  private offsetMs: number | null = null;
  private text = '';
  private at = 0;

  start(text: string): void {
    this.text = text;
    this.at = 0;
    this.weekday = 0;
    this.hour = 0;
    this.minute = 0;
    this.second = 0;
    this.ms = 0;
    this.isAfternoon = false;
    this.offsetMs = null;
  }

  isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  /** -1 where there are not enough digits. */
  number(least: number, most: number): number {
    let value = 0;
    let digits = 0;
    while (digits < most) {
      const digit = this.text.charCodeAt(this.at + digits) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      digits++;
    }
    this.at += digits;
    return digits < least ? -1 : value;
  }

  /** A blank of the pattern may be a no-break one in the text. */
  literal(text: string): boolean {
    const isThere =
      this.text.startsWith(text, this.at) ||
      (text === ' ' && /[\u00a0\u202f]/.test(this.text.charAt(this.at)));
    this.at += text.length;
    return isThere;
  }

  word(): string {
    const start = this.at;
    while (/[A-Za-z]/.test(this.text.charAt(this.at))) this.at++;
    return this.text.slice(start, this.at).toLowerCase();
  }

  halfOfDay(): boolean {
    const word = this.word();
    this.isAfternoon = word === 'pm';
    return word === 'am' || word === 'pm';
  }

  /** `Z`, `+02`, `+0200`, `+02:00`. */
  offset(): boolean {
    const match = /^(?:(Z)|([+-])(\d\d)(?::?([0-5]\d))?)/i.exec(this.text.slice(this.at, this.at + 6));
    if (match === null) return false;
    this.at += match[0].length;
    const minutes = Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
    this.offsetMs = (match[2] === '-' ? -minutes : minutes) * 60_000;
    return minutes <= maxOffsetMinutes;
  }

  result(hasTime: boolean, zone: Zone): string | null {
    const days = daysIfReal(this.year, this.month, this.day);
    if (days === null || (this.weekday !== 0 && isoWeekday(days) !== this.weekday)) return null;
    if (!hasTime) return dateText(days);
    const hour = this.isAfternoon ? this.hour + 12 : this.hour;
    if (hour > 23) return null;
    const clockMs = days * dayMs + hour * 3_600_000 + this.minute * 60_000 + this.second * 1_000 + this.ms;
    return storedMoment(this.offsetMs === null ? zone.utcOf(clockMs) : clockMs - this.offsetMs);
  }
}

const maxOffsetMinutes = 18 * 60;
