import type { Random } from './random.ts';

export interface Place {
  readonly city: string;
  readonly state: string | null;
  readonly postalCode: string;
  readonly country: string;
  readonly legalForm: string;
  readonly streets: readonly [string, ...string[]];
  /** A range of numbers that is kept free for invented ones, or one that nobody is given. */
  readonly phone: string;
}

const place = (
  city: string,
  state: string | null,
  postalCode: string,
  country: string,
  legalForm: string,
  phone: string,
  streets: readonly [string, ...string[]],
): Place => ({ city, state, postalCode, country, legalForm, phone, streets });

/** Where the companies of the sample org sit. `phone` ends where two or three more digits follow. */
export const places: readonly [Place, ...Place[]] = [
  place('Leeds', 'West Yorkshire', 'LS1 4AP', 'United Kingdom', 'Ltd', '+44 113 496 0', [
    'Mill Lane',
    'Harbour Road',
    "St John's Row",
  ]),
  place('Göttingen', 'Niedersachsen', '37073', 'Germany', 'GmbH', '+49 551 000 0', [
    'Lindenstraße',
    'Am Alten Markt',
  ]),
  place('Porto', null, '4000-008', 'Portugal', 'Lda.', '+351 220 000 0', [
    'Rua das Flores',
    'Avenida do Mar',
  ]),
  place('Łódź', 'łódzkie', '90-001', 'Poland', 'Sp. z o.o.', '+48 42 000 0', ['ulica Długa', 'ulica Lipowa']),
  place('Liège', null, '4000', 'Belgium', 'S.A.', '+32 4 000 00 ', ["Rue de l'Église", 'Quai des Brasseurs']),
  place('Malmö', 'Skåne', '211 11', 'Sweden', 'AB', '+46 40 000 0', ['Strandvägen', 'Lilla Torg']),
  place('Arusha', null, '23100', 'Tanzania', 'Ltd', '+255 27 000 0', ['Nyerere Avenue', 'Sokoine Road']),
  place('Accra', null, 'GA-030', 'Ghana', 'Ltd', '+233 30 000 0', ['Ring Road Central']),
  place('Pune', 'Maharashtra', '411001', 'India', 'Pvt. Ltd.', '+91 20 0000 0', [
    'MG Road, Camp',
    'Senapati Bapat Road',
  ]),
  place('臺中市', null, '400', 'Taiwan', '股份有限公司', '+886 4 0000 0', ['中山路', '民權路']),
  place('金沢市', '石川県', '920-0001', 'Japan', '株式会社', '+81 76 000 0', ['尾山町', '広坂']),
  place('São Paulo', 'SP', '01000-000', 'Brazil', 'S.A.', '+55 11 0000 0', ['Rua Augusta', 'Alameda Santos']),
  place('Mérida', 'Yucatán', '97000', 'Mexico', 'S.A. de C.V.', '+52 999 000 0', [
    'Calle 60',
    'Paseo de Montejo',
  ]),
  place('Halifax', 'NS', 'B3H 0A1', 'Canada', 'Inc.', '+1 902 555 01', ['Barrington Street']),
  place('Austin', 'TX', '78701', 'United States', 'LLC', '+1 512 555 01', [
    'Congress Avenue',
    'E 6th Street',
  ]),
  place('Christchurch', 'Canterbury', '8011', 'New Zealand', 'Ltd', '+64 3 000 0', [
    'Colombo Street',
    'Oxford Terrace',
  ]),
];

export function phoneOf(site: Place, random: Random): string | null {
  return random.chance(0.12) ? null : `${site.phone}${String(random.whole(0, 99)).padStart(2, '0')}`;
}
