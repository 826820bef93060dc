// Every word that staff read on a page, by feature: plain text, text with a place {{for}} what the page knows, or a function
// where the words depend on a number or a name. Not here: labels of codes (src/codes, a district changes them), titles of measures
// (src/reports/measures.ts), the steps and rules a district or state brings, the SIS's own pages (pages/sis/MessageKeys), the terminal.

/** What all forms and pages say. */
export const forms = {
  saved: 'Saved',
  save: 'Save',
  pleaseFix: 'Please fix this',
  pleaseFixNothingLost: 'Please fix this; nothing is lost',
  day: 'Day',
  from: 'From',
  to: 'To',
  note: 'Note',
  reason: 'Reason',
  why: 'Why',
  school: 'School',
  student: 'Student',
  minutes: 'Minutes',
  purpose: 'Purpose',
  outcome: 'Outcome',
  change: 'Change',
  void: 'Void',
  remove: 'Remove',
  show: 'Show',
  search: 'Search',
  all: 'All',
  yes: 'Yes',
  no: 'No',
  unknown: 'Unknown',
  you: 'You',
};

/** Around every page: navigation, tools, print. */
export const layout = {};

/** Pages that say why nothing is shown, and messages of the service. */
export const errors = {};

/** Who may, who did: reasons, reviews, signing in and out. */
export const access = {};

/** What the browser's script says by itself. */
export const script = {};

/** Today, the caseload, quick visits. */
export const today = {};

/** Tasks. */
export const tasks = {
  title: 'Tasks',
  about: 'The next step of every open referral',
  onlyMine: 'Only mine',
  allSchools: 'All of my schools',
  handOver: 'Hand over',
  handThemOver: 'Hand them over',
  due: 'Due',
  nothingDue: 'Nothing is due.',
  later: 'Within thirty days',
  someHaveLeft: 'Some of these belong to somebody who does not work at the student’s school any more.',
  dueToday: 'due today',
  wasDue: (day: string) => `was due ${day}`,
  dueBy: (day: string) => `by ${day}`,
  whoHasLeft: (person: string) => `${person}, who has left`,
};

/** Search and the student's page. */
export const students = {};

/** Time without a student, and the time report. */
export const time = {};

/** A crisis, its steps and calls. */
export const crisis = {
  title: 'Crisis',
  links: {
    open: (time: string) => `Crisis since ${time}`,
    writeDown: (day: string, time: string) => `Write down the crisis of ${day}, ${time}`,
  },
  heading: 'Crisis:',
  since: (day: string, time: string) => `${day}, since ${time}`,
  fromUntil: (day: string, start: string, end: string) => `${day}, ${start} until ${end}`,
  begunBy: (person: string) => `begun by ${person}`,
  you: 'you',
  told: {
    ended: 'This crisis was ended meanwhile. Nothing was changed.',
    endedAndAdded: 'Somebody else ended this crisis first. What is to follow up was added.',
    tickedFirst: (by: string) => `This step was ticked first ${by}. That stands; look at it as it is now.`,
    takenBackFirst: (by: string) => `This tick was taken back first ${by}. That stands; look at it as it is now.`,
  },
  brokenSteps:
    'Your district’s own steps cannot be read, so these are the product’s, and nobody was called by it. Call by phone, and tell your IT staff afterward.',
  toStudent: 'To the student’s page',
  writeDownVisit: 'Write down the visit',
  timer: {
    runs: 'A timer of yours still runs:',
    since: (whose: string, time: string) => `${whose}, since ${time}`,
    groupVisit: 'Group visit',
    visit: 'A visit',
    stop: 'Stop it, as of the start of the crisis',
    keep: 'Keep it running',
  },
  calls: {
    title: 'Who was called',
    needed: (school: string, caller: string, time: string) =>
      `You are needed at ${school}: ${caller} called at ${time}`,
    coming: (time: string) => `is coming, ${time}`,
    notAnswered: 'not answered yet',
    neverAnswered: 'had not answered when it ended',
    nobody: 'Your district names nobody here. Call by phone.',
  },
  steps: {
    title: 'Steps',
    usual: {
      stay: 'Stay with the student, or have another adult stay.',
      emergency: 'Call emergency services when somebody’s life is in danger.',
      'safe-place': 'Make the place safe, and move others away.',
      tell: 'Tell the person whom your district names.',
      procedure: 'Follow your district’s procedure for this kind of crisis.',
      'hand-over': 'Hand the student over to an adult, and say who takes care from now on.',
    },
    notListed: (key: string) => `${key} (no longer on the list)`,
    save: 'Save this step: {{words}}',
    by: (person: string, time: string) => `by ${person}, ${time}`,
    done: (by: string) => `done ${by}`,
    takenBack: (by: string) => `taken back ${by}`,
  },
  guardian: {
    title: 'Guardian',
    tried: '{{when}}, by {{who}}',
    notTried: 'Nobody has tried yet.',
    results: { YES: 'Reached', MESSAGE: 'Left a message', NO: 'Not reached' },
  },
  report: {
    title: 'Report under the law',
    made: 'The procedure was followed: {{when}}, by {{who}}',
    number: (reference: string) => `No. ${reference}`,
    numberLocked: 'its number cannot be opened',
    record: 'Record the report',
    day: 'Day of the report',
    noDay: 'Say on which day the report was made.',
    dayNotYet: 'This day has not come yet.',
    time: 'Time of the report',
    noTime: 'Write the time as hours and minutes, like 10:05 AM.',
    timeNotYet: 'This time has not come yet.',
    reference: 'Reference number',
    referenceHint: 'may stay empty; encrypted; never what the report says',
    referenceTooLong: (most: number) => `A number only, at most ${most} characters.`,
    save: 'Write down the report',
  },
  end: {
    title: 'End of the crisis',
    about: 'Who has to look after what from now on? Each person sees it on the page Today. All lines may stay empty.',
    who: 'Follow-up by',
    nobody: '– Nobody –',
    noWho: 'Choose who follows up.',
    due: 'To be done by',
    noDue: 'Say until which day.',
    dueIsOver: 'This day is over.',
    dueTooFar: 'That is more than a year away.',
    what: 'What is to be done',
    whatHint: 'encrypted',
    noWhat: 'Say what is to be done.',
    whatTooLong: (most: number) => `Shorten this to ${most} characters.`,
    save: 'End the crisis and write down the visit',
  },
};

/** A visit: its form, history, changes, notes. */
export const visits = {};

/** Drafts and timers. */
export const drafts = {};

/** Group visits. */
export const groups = {};

/** Referrals: form, card, steps, states, next steps. */
export const referrals = {};

/** The school-based side: what came in. */
export const incoming = {};

/** Handing over what somebody follows or serves. */
export const handOver = {};

/** Barriers, and taking one back. */
export const barriers = {};

/** Reaching the family. */
export const family = {
  title: 'Reaching the family',
  heading: 'Reaching the family of',
  tryWrittenDown: 'Try written down',
  tryTakenBack: 'Taken back',
  backToStudent: 'Back to the student’s page',
  card: {
    title: 'Who calls, and how',
    changedMeanwhile: 'Somebody else changed this meanwhile. Look at what they wrote, then decide.',
    standsNow: 'There it says now: {{card.stands}}. What you typed is in the fields; save to replace it.',
    stands: {
      calls: (person: string) => `${person} calls`,
      nobody: 'nobody is named',
      noLanguage: 'no language',
      interpreter: 'an interpreter is needed',
      noInterpreter: 'no interpreter is needed',
    },
    caller: 'Who calls',
    nobody: 'Nobody is named',
    whoHasLeft: (person: string) => `${person}, who has left`,
    notAtSchool: 'This person does not work at the student’s school any more.',
    language: 'Home language',
    languages: [
      'English',
      'Spanish',
      'Portuguese',
      'Haitian Creole',
      'Arabic',
      'Chinese',
      'Vietnamese',
      'French',
      'Polish',
      'Russian',
      'Korean',
      'American Sign Language',
    ],
    interpreter: 'An interpreter is needed',
    interpreterHint: 'never the student, and no other child',
    writtenDown: (day: string, person: string) => `Written down ${day} by ${person}`,
    save: 'Save how',
  },
  tooLong: (most: number) => `Shorten it to ${most} characters.`,
  newTry: {
    title: 'Write down a try',
    notWhole: 'This form is not whole. Save it once more.',
    choose: 'Choose',
    way: 'How',
    noWay: 'Choose how you tried.',
    result: 'What came of it',
    noResult: 'Choose what came of it.',
    on: 'On',
    noSuchDay: 'There is no such day. Write it as month, day and year.',
    dayNotYet: 'This day has not come yet.',
    interpreter: 'With an interpreter',
    save: 'Save try',
  },
  results: {
    REACHED: 'Reached',
    LEFT_MESSAGE: 'Left a message',
    NO_ANSWER: 'No answer',
    BAD_NUMBER: 'Wrong number',
    RETURNED_MAIL: 'Letter came back',
  },
  tries: {
    title: 'Tries so far',
    interpreter: 'with an interpreter',
    takenBack: (reason: string) => `Taken back: ${reason}`,
    takeBack: 'Take back',
    noReason: 'Say why it is taken back.',
    takeItBack: 'Take it back',
    none: 'Nobody has written down a try yet. One call home is not enough: write down each, whatever came of it.',
  },
  notTriedEnough: (tries: number, ways: number, isReopened: boolean) => {
    const several = `${tries} tries by ${ways === 1 ? 'one way' : `${ways} ways`} are`;
    const said = tries === 0 ? 'No try is' : tries === 1 ? 'One try is' : several;
    const since = isReopened ? 'reopened' : 'opened';
    return `${said} written down since the referral was ${since}. Three by two ways come first; or say why that could not be.`;
  },
};

/** Consents, releases, disclosures. */
export const consents = {
  title: 'Consents',
  heading: 'Consents of',
  writtenDown: 'Written down',
  voided: 'Voided',
  backToStudent: 'Back to the student’s page',
  inTheWay: {
    title: 'What stands in the way today',
    refused: (group: string, day: string) => `${group}: refused on ${day}`,
    needed: (group: string) => `${group}: consent needed`,
  },
  besideTheName: { refused: 'Refused', needed: 'Consent needed' },
  modes: {
    none: 'nobody has to be asked',
    opt_out: 'may be given unless a parent has refused',
    opt_in: 'a parent has to agree first',
  },
  notAsked:
    'The rules of this state ask for no consent before a visit. What a family says can be written down all the same.',
  form: {
    title: 'Write down what a family said',
    changed:
      'This form was written down before, as it was then. Your changes are not written down yet: save again to add them.',
    notWhole: 'This form is not whole. Save it again.',
    choose: '– Choose –',
    state: 'What was said',
    noState: 'Choose what was said.',
    about: 'About',
    noGroup: 'Tick what it is about.',
    signer: 'Said by',
    noSigner: 'Choose who said it.',
    method: 'How',
    noMethod: 'Choose how it was said.',
    notByMouth: 'A consent by word of mouth does not count. Record it as asked for, and as given once it is signed.',
    noSuchDay: 'There is no such day. Write it as month, day and year.',
    signedOn: 'Signed or said on',
    notYet: 'This day has not come yet.',
    startsOn: 'Holds from',
    startsHint: 'empty: from that day on',
    startsTooEarly: 'It cannot hold before it was said.',
    startsTooLate: 'That is more than a year away.',
    endsOn: 'Holds until',
    endsWithYearHint: (day: string) => `empty: to the end of the school year, ${day}`,
    endsHint: 'empty: until it is taken back',
    endsBeforeStart: 'The end is before the beginning.',
    endsAfterYear: 'A consent holds for the school year here: June 30 is the last day.',
    endsTooLate: 'That is more than five years.',
    save: 'Write down',
  },
  groups: {
    counseling: 'Counseling',
    health_related: 'Other health-related services',
    health_care: 'Health care',
  },
  states: {
    REQUESTED: 'Asked for',
    GIVEN: 'Given',
    REFUSED: 'Refused',
    REVOKED: 'Taken back',
  },
  signers: {
    PARENT: 'Parent',
    GUARDIAN: 'Guardian',
    ADULT_STUDENT: 'Student of age',
    COURT: 'Somebody a court has named',
  },
  methods: {
    PAPER: 'On paper',
    ESIGN: 'Signed electronically',
    VERBAL: 'By word of mouth',
  },
  history: {
    title: 'What was said so far',
    what: (group: string, state: string) => `${group}: ${state.toLowerCase()}`,
    from: (day: string) => `from ${day}`,
    fromUntil: (start: string, end: string) => `from ${start} until ${end}`,
    how: (signer: string, method: string, day: string) => `${signer}, ${method.toLowerCase()}, ${day}`,
    writtenDownBy: (person: string, time: string) => `written down by ${person}, ${time}`,
    voided: (reason: string) => `Voided: ${reason}`,
    noReason: 'Say why it is voided.',
    reasonTooLong: (most: number) => `Shorten the reason to ${most} characters.`,
    voidIt: 'Void it',
    none: 'Nothing was written down yet.',
  },
  exceptions: {
    EMERGENCY: 'Emergency',
    WELLBEING_INQUIRY: 'Asking about daily well-being',
    THREAT_ASSESSMENT: 'Threat assessment',
    MANDATED_REPORT: 'Mandated report',
    CARETAKING: 'General caretaking',
  },
  visit: {
    exceptionGone: 'This choice is not on the list any more. Choose another one.',
    refused: (group: string, day: string) => `${group}: refused for this student since ${day}.`,
    needed: (group: string) => `${group}: needs a parent’s consent first, and there is none for this day.`,
    chooseService: 'Choose another service. What you typed is kept.',
    chooseServiceOrException: 'Choose another service, or an exception if one holds. What you typed is kept.',
  },
};

/** Settings and codes. */
export const settings = {};

/** Dates, times and numbers. */
export const dates = {};

/** Reports. */
export const reports = {};

/** Exports. */
export const exports = {
  title: 'Exports',
  about: 'for the state, protected',
  made: 'Package made. It is the first in the list.',
  unchanged: 'Nothing that may be told has changed: the last package still holds.',
  explain: {
    noStudent:
      'A package holds numbers about the whole district. It names no student, and no student can be found in it.',
    hidden: (fewest: number) =>
      `A number about fewer than ${fewest} students is hidden, and so is one that would give such a number away when it is subtracted from another.`,
    again:
      'Making a period again gives the same file when nothing that may be told has changed. Otherwise it gives the next revision, which replaces the one before.',
    handOver:
      'Student Support sends nothing by itself: download the package and hand it over the way your state asks for.',
  },
  period: 'Period',
  noPeriod: 'Choose one of the periods in the list. A period can be exported from its first day on.',
  make: 'Make export',
  periods: {
    Y: (years: string) => `School year ${years}`,
    S1: (years: string) => `Semester 1, ${years}`,
    S2: (years: string) => `Semester 2, ${years}`,
  },
  packages: {
    title: 'Packages',
    one: '{{period}} · revision {{revision}} · made {{made}} by {{by}}',
    byCommandLine: 'Command line',
    checksum: 'SHA-256 {{sha256}}',
    none: 'No package has been made yet.',
  },
  preview: {
    title: 'What the newest package says',
    caption: (period: string, revision: number) => `What the newest package shows: ${period}, revision ${revision}`,
    measure: 'Measure',
    count: 'Count',
    outOf: 'Out of',
    share: 'Share',
    asOf: 'As of',
    hidden: 'hidden',
    band: (low: number, high: number) => `${low} to ${high} %`,
  },
  fileGone: {
    title: 'The file is not there',
    text: 'The package was made, but its file is missing from the export folder or was changed there. Make the period again: if nothing has changed, the same file is put back. If that does not help, tell your IT staff the number below.',
  },
};
