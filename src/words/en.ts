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
export const handOver = {
  about: 'What somebody who leaves or is away has open',
  followUps: 'Follow-ups',
  families: 'Families to call',
  /** How many of each kind. */
  kinds: {
    REFERRAL: (n: number) => (n === 1 ? '1 referral' : `${n} referrals`),
    CRISIS: (n: number) => (n === 1 ? '1 follow-up after a crisis' : `${n} follow-ups after a crisis`),
    VISIT: (n: number) => (n === 1 ? '1 follow-up of a visit' : `${n} follow-ups of visits`),
    FAMILY: (n: number) => (n === 1 ? '1 family to call' : `${n} families to call`),
    /** For whoever does not read what it was about. */
    FOLLOW_UP: (n: number) => (n === 1 ? '1 follow-up' : `${n} follow-ups`),
  },
  /** Behind the student's name. */
  lines: {
    CRISIS: 'follow up after a crisis',
    VISIT: 'follow up on a visit',
    FAMILY: 'call the family',
    FOLLOW_UP: 'follow up',
  },
  due: (day: string) => `due ${day}`,
  handed: (what: string) => `Handed over: ${what}`,
};

/** Barriers, and taking one back. */
export const barriers = {
  inTheWay: 'In the way:',
  byMistake: 'Ticked by mistake?',
  reason: (barrier: string) => `Why “${barrier}” is taken back`,
  takeItBack: 'Take “{{name}}” back',
  takenBack: (barrier: string, day: string, by: string) => `“${barrier}” was taken back ${day}, ${by}`,
  sayWhy: 'Say why it is taken back.',
  shorten: (most: number) => `Shorten it to ${most} characters.`,
  notHere: 'This barrier was not noted here. Look at what stands in the way below, then decide.',
};

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
