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

/** What is said before and after a name that is a link. */
type Around = [before: string, after: string];

/** Today, the caseload, quick visits. */
export const today = {
  title: 'Today',
  noVisitsYet: 'no visits yet',
  daySum: (visits: number, students: number, time: string) =>
    `${visits === 1 ? '1 visit' : `${visits} visits`}, ${students === 1 ? '1 student' : `${students} students`}, ${time}`,
  // What was done on another page, by the word that the address brings.
  done: {
    'end-due': 'Visit saved. Nobody else is due.',
    'end-caseload': 'Visit saved. It was the last one of your caseload whom nobody has seen today.',
    caseload: 'Caseload saved',
    favourite: 'Favourites saved',
    unchanged: 'Nothing was stopped: the timer does not run any more, or the student has left your schools',
  },
  nothingToSearch: 'Your role opens no student’s page, so there is nothing to search here.',
  groupVisit: 'Group visit',
  due: {
    done: 'Done',
    notedByYou: 'noted by you',
    askedBy: (person: string) => `asked by ${person}`,
    cannotBeOpened: 'These words cannot be opened. Tell your IT staff.',
    followUp: 'follow up',
    followUpOn: (purpose: string) => `follow up on ${purpose}`,
    set: (day: string) => `set ${day}`,
    showAll: (n: number) => `Show all ${n}`,
    nothing: 'Nothing is due. Follow-ups stand here from their day on, until somebody has seen the student.',
  },
  steps: {
    title: 'Next steps of referrals',
    somethingElse: 'Something else',
    doIt: 'Do it',
    showAll: (n: number) => `All ${n} steps of referrals`,
  },
  running: {
    title: 'Running',
    since: (when: string) => `since ${when}`,
    stop: 'Stop timer',
  },
  open: {
    title: 'Open visits',
    notClosed: (visits: number) => (visits === 1 ? '1 visit is not closed' : `${visits} visits are not closed`),
    canBeSavedNow: (visits: number) => `${visits} can be saved now`,
    closeAll: 'Close all',
    stopsRunning: 'stops and saves what is running, too',
    leftRunning: (since: string) => `the timer was left running since ${since}`,
    canBeSaved: 'can be saved',
    needs: (what: string) => `needs ${what}`,
    open: 'Open',
    someNeed: (visits: number, what: string) => `${visits} ${visits === 1 ? 'needs' : 'need'} ${what}`,
    missing: {
      answer: 'an answer from you: open it and save it there',
      students: 'its students',
      purpose: 'a purpose',
      end: 'the time at which it ended',
      service: 'a service',
      length: 'how long it took',
      look: 'a look',
    },
    closed: (visits: number) => `${visits === 1 ? '1 visit' : `${visits} visits`} saved`,
  },
  drafts: {
    title: 'Drafts',
    ofGroup: (students: string) => `Group visit, ${students}`,
    ofStudentWhoLeft: 'A student who left your schools',
    ofNobody: 'A visit',
  },
  answers: {
    title: 'Answers that came in',
    none: 'None in the last seven days. What others write down about your referrals stands here.',
    // By the milestone or the fact that was written down.
    kinds: {
      M_OFFER: (provider: string): Around => [`${provider} was offered to `, ''],
      M_CONSENT: (provider: string): Around => [`Consent for ${provider} was given for `, ''],
      M_RELEASE: (provider: string): Around => [`The release for ${provider} was signed for `, ''],
      M_SENT: (provider: string): Around => [`The referral to ${provider} was sent for `, ''],
      M_ACCEPT: (provider: string): Around => [`${provider} accepted `, ''],
      M_WAIT: (provider: string): Around => [`${provider} put `, ' on the waitlist'],
      M_APPT: (provider: string): Around => [`${provider} set an appointment for `, ''],
      M_INIT: (provider: string): Around => [`${provider} started with `, ''],
      M_1MO: (provider: string): Around => [`${provider} is still active with `, ''],
      R_REOPEN: (provider: string): Around => [`The referral to ${provider} was reopened for `, ''],
      R_ASKED: (provider: string): Around => [`${provider} was asked again about `, ''],
      R_WAITED: (provider: string): Around => [`The waitlist of ${provider} was reviewed for `, ''],
      R_PAPER: (provider: string): Around => [`The paperwork of ${provider} was renewed for `, ''],
      R_FITS: (provider: string): Around => [`How it goes with ${provider} was looked at for `, ''],
      R_NOTICE: (provider: string): Around => [`The parents were told of ${provider} for `, ''],
      R_PERSON: (provider: string): Around => [`${provider} was given to somebody for `, ''],
      R_OWNER: (provider: string): Around => [`The referral to ${provider} was handed over for `, ''],
      R_LATER: (provider: string): Around => [`The next step with ${provider} was put off for `, ''],
    },
    notActive: (provider: string): Around => [`${provider} is not active any more with `, ''],
    closed: (provider: string, outcome: string): Around => [`${provider}: ${outcome}, `, ''],
  },
  caseload: {
    title: 'My caseload',
    everybody: 'every student of your schools',
    schoolNumber: (school: number) => `School ${school}`,
    gradesOf: (grades: string) => `Grades ${grades}`,
    letters: (from: string, to: string) => `last names ${from} to ${to}`,
    homeroomsOf: (homerooms: number, names: string) => `${homerooms > 1 ? 'homerooms' : 'homeroom'} ${names}`,
    grade: 'Grade',
    lastSeen: 'Last seen',
    today: 'Today',
    seenBy: (day: string, person: string) => `${day} by ${person}`,
    toDo: 'To do',
    previous: 'Those before',
    next: 'More students',
    noFurther: 'There is nobody further down.',
    nobodyFits: 'No enrolled student of your schools fits this.',
    noneYet:
      'Say once who is on your caseload, by grade, last name, homeroom or program. Then they stand here, those you have not seen yet first.',
    choose: 'Choose my caseload',
    about:
      'A rule, not a list: whoever comes to the school is on it by itself, and whoever leaves is not. What stays empty leaves nobody out.',
    changedElsewhere: 'You changed your caseload in another window. Save once more to have it as it stands here.',
    schools: 'Schools',
    grades: 'Grades',
    programsTitle: 'Programs',
    programs: {
      EL: 'English learners',
      SpEd: 'Special education',
      '504': '504 plan',
    },
    lettersFrom: 'Last names from',
    lettersTo: 'Last names to',
    lettersTurned: (from: string, to: string) => `No name is from ${from} to ${to}. Write the earlier letter first.`,
    homeroom: (line: number) => (line === 1 ? 'Homeroom' : `Homeroom ${line}`),
    save: 'Save caseload',
  },
  favourites: {
    title: 'Favourites for quick visits',
    notOffered: 'not offered: its purpose or service is no longer on the list, or is sensitive now',
    up: 'Up',
    down: 'Down',
    noneYet: 'None yet. Up to six visits that you write down again and again: one press fills them in.',
    addOne: 'Add a favourite',
    service: 'Service',
    noSensitive: 'Sensitive purposes are not on this list: favourites stand on your screen.',
    add: 'Add favourite',
    thereAlready: 'This is a favourite already.',
    noMoreFit: 'You have six favourites; more do not fit. Remove one at the bottom of Today first.',
    choosePurpose: 'Choose what the visit is about.',
    isSensitive:
      'This purpose is sensitive, and favourites stand on the screen for whoever passes by. It is not kept; the visit itself can be saved.',
    chooseService: 'Choose a service.',
    minutesWithin: 'A favourite takes 1 to 180 minutes.',
  },
  handOver: 'Hand over open referrals when somebody leaves or is away',
  whatYouMaySee: 'What you may see, and why',
  quick: {
    title: 'Quick visit',
    favourites: 'Favourites',
    filledIn: 'Filled in; nothing is saved yet',
    favouriteGone: 'This favourite is not there any more',
    noteMayBeEmpty: 'may stay empty',
    details: 'Details, follow-up',
    saveAndNext: 'Save and next',
    save: 'Save visit',
    orPress: 'or press Ctrl and Enter',
    keep: 'Keep as favourite',
    kept: 'Kept as a favourite; the visit is not saved yet',
    wholePage: 'The whole page of this student',
  },
  back: 'Back to Today',
};

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
export const students = {
  search: {
    title: 'Search students',
    hint: 'Name or number',
    left: 'left',
    more: 'There are more. Type more of the name, or the number.',
    none: 'No student of your schools has that name or number.',
    ofAnotherSchool: 'A student of another school needs you now?',
  },
  title: 'Student Support',
  number: 'No. {{student.number}}',
  print: 'Print',
  ownTab: 'Open in own tab',
  // What was done about the student, by the word that the address brings.
  done: {
    saved: 'Visit saved',
    draft: 'Draft saved',
    started: 'Timer started',
    stopped: 'Timer stopped',
    discarded: 'Draft discarded',
    changed: 'Visit changed',
    same: 'Nothing was different, so nothing was changed',
    readers: 'Saved who may open the note',
    voided: 'Visit voided',
    outcome: 'Outcome saved',
  },
  hadWritten: 'You had written: {{gone.typed}}',
  signals: {
    title: 'What matters now',
    leftOn: (day: string) => `Left on ${day}`,
    notEnrolled: 'Not enrolled',
    lastSeen: (day: string, person: string) => `Last seen ${day} by ${person}`,
    byYou: 'you',
    notSeenYet: 'Not seen yet',
    followUpToday: 'Follow-up due today',
    followUpWasDue: (day: string) => `Follow-up was due ${day}`,
    followUpOn: (day: string) => `Follow-up on ${day}`,
    servedBy: (provider: string) => `Now served by ${provider}`,
  },
  limited:
    'You see dates, staff, minutes, services and referral status. Notes and sensitive purposes are for support staff.',
  history: {
    title: 'History',
    filterAndSearch: 'Filter and search',
    filter: 'Filter',
    noneYet: 'No visits yet. The first one that is saved will stand here.',
    older: 'Older visits',
  },
  referrals: {
    title: 'Referrals',
    add: 'New referral',
    family: 'Reaching the family',
    noneYet:
      'No referrals yet. A referral begins in a visit; here you will see how far it got and whether help arrived.',
  },
};

/** Time without a student, and the time report. */
export const time = {
  title: 'Time without a student',
  about:
    'For the report about working time: planning, a call with a partner, an assembly. It names nobody; what is about one student is a visit.',
  // What was done, by the word that the address brings.
  done: { saved: 'Time saved', voided: 'Time voided' },
  kind: 'What you did',
  date: 'Date',
  start: 'Start',
  end: 'End',
  howLong: 'How long it took',
  chip: '{{this}} minutes',
  wasLonger: 'Yes, it was longer than three hours',
  people: 'People',
  peopleHint: 'only for an assembly, a lesson or an event',
  save: 'Save time',
  faults: {
    notWhole: 'This form is not whole. Save it again.',
    noKind: 'Choose what you did.',
    notOnList: 'This choice is not on the list any more. Choose another one.',
    noSuchDay: 'There is no such day. Write it as month, day and year.',
    notYet: 'This day has not come yet.',
    tooLongAgo: 'That is more than a year ago.',
    peopleMissing: 'Say about how many people were there.',
    peopleNotWhole: 'The number of people is a whole number.',
    peopleWithin: (most: string) => `From 1 to ${most} people.`,
    nobodyCounted: 'Nobody is counted for this. Leave it empty.',
    notYourSchool: 'Choose one of your schools.',
    noReason: 'Say why it is voided.',
    reasonTooLong: (most: number) => `Shorten the reason to ${most} characters.`,
  },
  own: {
    title: 'What I wrote down',
    span: (start: string, end: string) => `${start} to ${end}`,
    people: (n: number, written: string) => (n === 1 ? '1 person' : `${written} people`),
    voided: (reason: string) => `Voided: ${reason}`,
    noneYet: 'Nothing in the last 60 days. What you write down here stands for you alone, and in the report as a sum.',
  },
};

/** A crisis, its steps and calls. */
export const crisis = {};

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
export const family = {};

/** Consents, releases, disclosures. */
export const consents = {};

/** Settings and codes. */
export const settings = {};

/** Dates, times and numbers. */
export const dates = {};

/** Reports. */
export const reports = {};

/** Exports. */
export const exports = {};
