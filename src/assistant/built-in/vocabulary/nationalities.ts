/** What people say of somebody's country, with the names under which CRMs keep it. */
const rows = `german|Germany
french|France
spanish|Spain
italian|Italy
austrian|Austria
swiss|Switzerland
dutch|Netherlands
belgian|Belgium
polish|Poland
portuguese|Portugal
irish|Ireland
danish|Denmark
swedish|Sweden
norwegian|Norway
finnish|Finland
icelandic|Iceland
greek|Greece
turkish|Turkey
hungarian|Hungary
romanian|Romania
bulgarian|Bulgaria
croatian|Croatia
slovenian|Slovenia
slovak|Slovakia
czech|Czech Republic|Czechia
estonian|Estonia
latvian|Latvia
lithuanian|Lithuania
ukrainian|Ukraine
russian|Russia
serbian|Serbia
british|United Kingdom|UK|Great Britain
american|United States|USA|US
canadian|Canada
mexican|Mexico
brazilian|Brazil
argentinian|Argentina
argentine|Argentina
chilean|Chile
colombian|Colombia
peruvian|Peru
chinese|China
japanese|Japan
korean|South Korea|Korea
indian|India
pakistani|Pakistan
indonesian|Indonesia
malaysian|Malaysia
singaporean|Singapore
thai|Thailand
vietnamese|Vietnam
filipino|Philippines
taiwanese|Taiwan
australian|Australia
egyptian|Egypt
moroccan|Morocco
tunisian|Tunisia
nigerian|Nigeria
kenyan|Kenya
israeli|Israel
saudi|Saudi Arabia
emirati|United Arab Emirates|UAE`;

/** By the folded word. */
export const nationalities: ReadonlyMap<string, readonly string[]> = new Map(
  rows.split('\n').map((row) => {
    const [word = '', ...countries] = row.split('|');
    return [word, countries];
  }),
);
