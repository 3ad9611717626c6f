/** Where something is measured. */
export interface MeasuringPlace {
  /** Called before something that takes its time. */
  readonly onStart: (what: string) => void;
  /** The address of an SQLite database that is not there yet. */
  freshDatabase(): Promise<string>;
  freshFolder(): Promise<string>;
}
