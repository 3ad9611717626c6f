/** Names of places, departments and positions, to tell which field a bare one is looked for in. */

const list = (text: string): ReadonlySet<string> => new Set(text.split('|').map((word) => word.trim()));

/** Folded. */
export const countries = list(
  'germany|france|spain|italy|austria|switzerland|netherlands|belgium|luxembourg|poland|portugal|ireland|denmark|sweden|norway|finland|iceland|greece|turkey|hungary|romania|bulgaria|croatia|slovenia|slovakia|czech republic|czechia|estonia|latvia|lithuania|ukraine|russia|serbia|united kingdom|uk|great britain|england|scotland|wales|united states|usa|us|america|united states of america|canada|mexico|brazil|argentina|chile|colombia|peru|uruguay|ecuador|venezuela|bolivia|paraguay|costa rica|panama|guatemala|cuba|china|japan|south korea|korea|india|pakistan|bangladesh|sri lanka|nepal|indonesia|malaysia|singapore|thailand|vietnam|philippines|taiwan|hong kong|australia|new zealand|south africa|nigeria|kenya|egypt|morocco|tunisia|algeria|ghana|ethiopia|tanzania|uganda|israel|united arab emirates|uae|saudi arabia|qatar|kuwait|bahrain|oman|jordan|lebanon|iraq|iran|cyprus|malta|kazakhstan|georgia|armenia|azerbaijan|deutschland|frankreich|osterreich|schweiz|spanien|italien|niederlande|polen|allemagne|espagne|italie|suisse|alemania|francia|espana|italia',
);

export const states = list(
  'alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|west virginia|wisconsin|wyoming|ontario|quebec|british columbia|alberta|bavaria|bayern|hessen|sachsen|queensland|new south wales|victoria',
);

export const departments = list(
  'sales|support|marketing|finance|legal|hr|human resources|it|engineering|purchasing|procurement|operations|ops|product|accounting|logistics|production|research|r&d|customer success|customer service|security|facilities|administration|admin|development|quality|compliance|controlling|einkauf|vertrieb|personal|buchhaltung|ventas|compras',
);

/** A position that is written the same by all; equal where it is one of these, else contained. */
export const acronyms = list('ceo|cfo|cto|coo|cmo|cio|ciso|cpo|cro|chro|vp|svp|evp|md');
export const positions = list(
  'director|manager|engineer|developer|president|founder|head|analyst|consultant|assistant|buyer|architect|administrator|accountant|supervisor|executive|lead|specialist|coordinator|officer|partner|nurse|teacher|doctor|lawyer|designer|secretary|clerk',
);
