/** Whether somebody is a person of Slack: programs and accounts have names of their own. */
export function isPersonId(actor: string): boolean {
  return /^[UW][A-Z0-9]{2,20}$/.test(actor);
}
