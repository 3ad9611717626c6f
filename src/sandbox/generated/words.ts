/** What the texts of generated rows are put together from: all invented, and from many places. */
export const nameStarts = [
  'Alder',
  'Baobab',
  'Cobalt',
  'Dalsland',
  'Ekwueme',
  'Fjord',
  'Granit',
  'Harbour',
  'Ituri',
  'Jabuti',
  'Kestrel',
  'Lumière',
  'Mistral',
  'Nandi',
  'Ostrava',
  'Pampas',
  'Quetzal',
  'Rønne',
  'Saffron',
  'Tūī',
  'Umber',
  'Vega',
  'Wattle',
  'Xochitl',
  'Yarrow',
  'Zephyr',
  'Ćwikła',
  'Öland',
  'さくら',
  '青山',
] as const;

export const nameMiddles = [
  'Foods',
  'Freight',
  'Systems',
  'Textiles',
  'Energy',
  'Press',
  'Optics',
  'Timber',
  'Water',
  'Health',
  'Robotics',
  'Ceramics',
  'Airways',
  'Insurance',
  'Seeds',
  'Media',
] as const;

/** Commas, quotes and what else a CSV has to bear are common in the names of companies. */
export const nameEnds = [
  'Ltd',
  'GmbH',
  'Inc.',
  'S.A.',
  'AB',
  'Co., Ltd.',
  'Pty Ltd',
  '& Sons',
  'K.K.',
  'LLC',
  'Oy',
  'B.V.',
] as const;

export const streets = [
  'Mill Lane',
  'Lindenstraße',
  'Rua das Flores',
  'Calle Mayor',
  'Ulica Długa',
  'Rue de l’Église',
  'Harbour Road',
  'Nyerere Avenue',
  'Strandvägen',
  'Via Garibaldi',
  'MG Road',
  '中山路',
] as const;

export const cities = [
  ['Leeds', 'United Kingdom'],
  ['Göttingen', 'Germany'],
  ['Porto', 'Portugal'],
  ['Zaragoza', 'Spain'],
  ['Łódź', 'Poland'],
  ['Liège', 'Belgium'],
  ['Halifax', 'Canada'],
  ['Arusha', 'Tanzania'],
  ['Malmö', 'Sweden'],
  ['Parma', 'Italy'],
  ['Pune', 'India'],
  ['臺中市', 'Taiwan'],
  ['São Paulo', 'Brazil'],
  ['Christchurch', 'New Zealand'],
  ['İzmir', 'Türkiye'],
  ['Austin', 'United States'],
] as const;

export const industries = [
  'Agriculture',
  'Banking',
  'Chemicals',
  'Communications',
  'Construction',
  'Education',
  'Electronics',
  'Energy',
  'Engineering',
  'Finance',
  'Healthcare',
  'Manufacturing',
  'Retail',
  'Transportation',
] as const;

export const types = ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Technology Partner'] as const;

export const healths = ['red', 'yellow', 'green'] as const;

export const modules = ['Invoices', 'Forecasts', 'Contracts', 'Support'] as const;

export const moduleLists = [
  'Invoices',
  'Forecasts',
  'Invoices;Forecasts',
  'Invoices;Contracts',
  'Contracts;Forecasts;Support',
  'Support',
] as const;
