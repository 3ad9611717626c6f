/** Words by which people ask for something to be done or told, with how strongly they ask for it. */
import { phraseTable } from '../words/phrases.ts';

export type Wish =
  | 'run'
  | 'fullsync'
  | 'dryrun'
  | 'disable'
  | 'enable'
  | 'history'
  | 'why-failed'
  | 'status'
  | 'list'
  | 'download'
  | 'reschedule'
  | 'create'
  | 'import'
  | 'export'
  | 'filter'
  | 'mapping'
  | 'formula'
  | 'help'
  /** What the assistant does not do. */
  | 'forbidden'
  | 'cancel';

export interface Wording {
  readonly wish: Wish;
  readonly weight: number;
}

const rows: readonly (readonly [string, Wish, number])[] = [
  [
    'run|runs now|start|kick off|trigger|sync|execute|launch|rerun|re run|retry|fire|fire up|begin|refresh|synchronize|synchronise|go|process|starte|ausfuhren|starten|lauf|laufen lassen|lance|lancer|demarre|demarrer|relance|ejecuta|ejecutar|inicia|iniciar|arranca|synchronisiere|synchronise|sincroniza|run it|once more|one more time|get going|start up|push through|pull now',
    'run',
    2,
  ],
  [
    'full sync|full resync|resync|full load|full reload|reload|from scratch|complete sync|complete reload|completely|full run|full refresh|full import|as full|everything again|all records again|from zero|rebuild from|complete run|entire sync|total resync|volle synchronisation|vollstandig|komplett|komplett neu|full|synchronisation complete|completement|sincronizacion completa|completa|por completo|re sync|start over|re read everything|reimport everything|re import everything|start fresh|reimport',
    'fullsync',
    5,
  ],
  [
    'dry run|dryrun|test run|trial run|simulate|simulation|without writing|no writing|no writes|without changing anything|without saving|dont write|not write|what would|preview|rehearse|probelauf|testlauf|a blanc|simulacro|simula|trockenlauf|just pretend|what if|would change|would be written|read only run',
    'dryrun',
    6,
  ],
  [
    'disable|pause|turn off|switch off|suspend|deactivate|hold|halt|put on hold|anhalten|ausschalten|abschalten|deaktiviere|deaktivieren|pausiere|pausieren|stoppe|stoppen|desactiva|desactivar|desactive|desactiver|arrete|arreter|detener|deten|pausa|stop|freeze|park|shut off|shut down|stop scheduling|no more runs|take offline|schalte aus|quit running|ausser betrieb|disabling|pausar|mets en pause|suspendre',
    'disable',
    4,
  ],
  [
    'enable|resume|turn on|turn back on|switch on|switch back on|activate|reactivate|unpause|re enable|reenable|back on|on again|einschalten|aktiviere|aktivieren|wieder aufnehmen|fortsetzen|activa|activar|active|reactive|reactiver|reprends|reanuda|habilita|habilitar|unfreeze|restart the schedule|start scheduling|bring back|go live again|activer|anschalten|switch it on',
    'enable',
    4,
  ],
  [
    'history|run history|last runs|past runs|previous runs|recent runs|earlier runs|latest runs|runs of|the runs|all runs|run log|run logs|when did|how often did|how often has|historial|historique|verlauf|letzte laufe|letzten laufe|executions passees|ultimas ejecuciones|last few runs|last five runs|last ten runs|past executions|track record|ran last week|dernieres executions',
    'history',
    5,
  ],
  [
    'why|what went wrong|went wrong|what happened|happened to|happened with|error|errors|failed|fail|fails|failing|failure|failures|broken|broke|reason|explain|rejected|rejects|reject|crashed|crash|problem|problems|issue with|wrong with|whats wrong|not working|doesnt work|does not work|didnt work|warum|wieso|weshalb|fehler|fehlgeschlagen|schief|pourquoi|echoue|echec|erreur|por que|porque|fallo|fallido|error de|diagnose|troubleshoot|what does|cause|schiefgelaufen',
    'why-failed',
    4.5,
  ],
  ['how|how goes|how about', 'status', 2],
  [
    'status|state of|still running|is running|are running|running right now|running now|currently running|running|how is|hows|how are|did finish|done yet|finished|finish|complete yet|up to date|progress|doing|next run|run next|runs next|lauft|fertig|statut|estado|en cours|when does|when is|when will|how far|is it done|enabled|ready yet|through yet|etat|wie weit|healthy|last run ok|termine|terminado|ok|going',
    'status',
    3,
  ],
  [
    'list|list jobs|list all|all jobs|every job|which jobs|what jobs|show jobs|show me jobs|jobs do we have|job list|overview|what integrations|which integrations|all integrations|all syncs|which syncs|what syncs|alle jobs|liste|welche jobs|tous les jobs|quels jobs|todos los trabajos|que trabajos|lista|all the jobs|our jobs|the jobs|jobs there are|jobs are there|anzeigen|jobs exist|jobs exist',
    'list',
    3.5,
  ],
  [
    'download|csv|file|run file|the file|rows file|data file|export file|herunterladen|datei|telecharger|fichier|descargar|archivo|descarga|spreadsheet',
    'download',
    5,
  ],
  [
    'change|move|reschedule|schedule|set|make|should run|shift|switch to|from now on|instead|change schedule|verschiebe|verschieben|verlege|planifie|decale|programa|cambia|adjust|update the schedule|run at|let run',
    'reschedule',
    2.5,
  ],
  [
    'create|make me an|make me a new|lege einen|lege ein|lege eine|leg einen|richte einen|new integration|new job|new import|new export|new sync|set up|setup|draft|build|make a job|make a new|add a job|add an import|add a sync|make an|make an integration|add an integration|add an export|add a new|add an|new|erstelle|erstellen|anlegen|lege an|neuer job|neuen job|cree|creer|crea|crear|nouveau job|nuevo trabajo|configure|prepare|i want a job|start a new|we need|einrichten|richte ein|nueva integracion|nouvelle integration',
    'create',
    3.5,
  ],
  [
    'import|copy|copies|copying|replicate|get me all|get me every|load|loads|imports|importing|brings|brings in|bringing in|pulls|pulls in|fetches|loading|bring in|pull in|bring|pull|load|ingest|fetch|get in|importiere|importieren|hole|importe|importer|importa|importar|copy over|i want|i need|read in|take over|bring over|into the hub|in the hub|to the hub|to our hub|into our hub',
    'import',
    2.2,
  ],
  [
    'export|exports|exporting|sends|sending|pushes|pushing|writes|send|push|write back|write|sync back|exportiere|exporter|exporta|exportar|publish|feed|feed back|out to|back to|deliver|sende|envoie|envia',
    'export',
    2.2,
  ],
  ['filter|filter for|query|query filter|where clause|condition for|soql|filtre|filtro|abfrage', 'filter', 6],
  [
    'mapping|mappings|map|field mapping|field mappings|mapped|zuordnung|mappe|mapeo|correspondance|match up fields',
    'mapping',
    6,
  ],
  ['formula|formulas|expression|calculate|formel|formule', 'formula', 6],
  [
    'help|what can you do|how do i|how to|hi|hello|hey|commands|who are you|what do you do|hilfe|aide|ayuda|good morning|good afternoon|how can you help|usage|what are you|thanks|thank you|joke|can you help|hola|bonjour|hallo|guten morgen|what can i',
    'help',
    1.5,
  ],
  [
    'delete|drop|remove|erase|wipe|destroy|truncate|purge|losche|loschen|supprime|supprimer|elimina|eliminar|borra|rename|rebuild mapping|rebuild the mapping|make me admin|make me an admin|make me operator|make me an operator|make me owner|make me an owner|make me superuser|grant me|give me admin|promote me|become admin|my role|secret|secrets|password|passwords|token|tokens|credentials|api key|encryption key|private key|client secret|system prompt|your prompt|your instructions',
    'forbidden',
    7,
  ],
  ['cancel|abort|kill|abbrechen|annule|cancela', 'cancel', 4.2],
];

export const wordings = phraseTable<Wording>(
  rows.map(([phrases, wish, weight]) => [phrases, { wish, weight }]),
);

/** Words that say nothing of which job is meant. */
export const commandFillers: ReadonlySet<string> = new Set(
  `job jobs integration integrations sync syncs syncing import imports export exports task process please pls plz now right just can could would will you
 i we me us my our the a an this that it its them they these those to of for in on at by with from is are was were be been do does did done have has
 has had and or then so again also too up off out over back hey hi hello ok okay yes yeah no not don t s re once more time new one ones last latest
 previous past recent yesterday today night nightly's morning evening week month tonight tomorrow soon immediately asap currently still yet already ever
 show tell give send get see look list find check what when where why how who which much many any all every everything each some both
 run runs running ran start starts started stop stopped go goes going make makes let lets want need like should must may might
 schedule scheduled schedules scheduling full sync data rows row records record file files csv thing things stuff same instead
 bitte jetzt den die das der ein eine mal noch einmal nochmal und ist sind war wird mir uns alle wieder neu auf an aus
 le la les un une des du de et est s il vous plait te plait maintenant encore a
 el los las y por favor ahora otra vez
 thanks thank thx cheers there here if about happen happened happens wrong went without asking confirmation until further notice
 crosswalk bot assistant`.split(/\s+/),
);
