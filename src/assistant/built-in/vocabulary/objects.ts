/** What people call records of an object, beside its label; by a word of the label or name. */
const rows: readonly (readonly [object: string, nouns: string])[] = [
  [
    'account',
    'company companies firm firms business businesses client clients organization organizations organisation organisations customer customers firmen unternehmen kunden kunde konten comptes cuentas clientes entreprises empresas acct accts accs logos',
  ],
  [
    'contact',
    'person persons people individual individuals guy guys folks kontakt kontakte kontakten contactos personas personnes leute ansprechpartner addresses',
  ],
  [
    'opportunity',
    'deal deals opp opps oppty oppties opportunities oportunidad oportunidades opportunite opportunites verkaufschance verkaufschancen chancen affaires business',
  ],
  [
    'case',
    'ticket tickets issue issues request requests fall falle fallen caso casos cas incident incidents',
  ],
  ['incident', 'ticket tickets issue issues request requests case cases fall falle fallen caso casos'],
  ['lead', 'prospects inquiries enquiries leads interessenten'],
  [
    'user',
    'people person employee employees colleague colleagues users nutzer utilisateurs usuarios member members',
  ],
  ['task', 'todo todos activity activities aufgabe aufgaben tarea tareas tache taches'],
  ['event', 'meeting meetings appointment appointments termin termine'],
  ['order', 'purchase purchases bestellung bestellungen pedidos commandes'],
  ['donation', 'gift gifts contribution contributions donations spende spenden dons donaciones'],
  ['membership', 'members member memberships subscriber subscribers mitglied mitglieder'],
  [
    'shipment',
    'shipping shipments delivery deliveries freight sendung sendungen lieferung lieferungen envios parcels consignments goods',
  ],
  ['product', 'products item items artikel'],
  ['invoice', 'bill bills invoices rechnung rechnungen factures facturas'],
  ['contract', 'agreement agreements contracts vertrag vertrage contrats contratos'],
  ['campaign', 'campaigns kampagne kampagnen'],
  ['asset', 'assets equipment'],
  ['collection', 'records'],
  ['touchpoint', 'interaction interactions touchpoints'],
];

/** Folded words for records of the object. */
export function nounsOf(words: readonly string[]): string[] {
  const nouns = rows.filter(([object]) => words.includes(object)).flatMap(([, nouns]) => nouns.split(' '));
  return [...words, ...nouns];
}
