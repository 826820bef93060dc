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

const inMinutes = (minutes: number): string => (minutes === 1 ? 'a minute' : `${minutes} minutes`);

/** What the browser's script says by itself, and the pages with it. Everything here is sent to the browser. */
export const script = {
  choices: 'Choices',
  notOpened: 'Not opened: the network or the service cannot be reached. What you typed is kept.',
  filledIn: (favourite: string) => `Filled in: ${favourite}`,
  studentsChosen: (count: number) => (count === 1 ? '1 student chosen' : `${count} students chosen`),
  line: {
    service: (n: number) => `Service ${n}`,
    tier: (n: number) => `Tier ${n}`,
  },
  crisis: {
    answer: 'I am coming',
    answered: 'Thank you. It was said that you are coming.',
    notAnswered: 'That did not get through. Press once more, or call by phone.',
    stepNotSaved: 'Not saved: the network or the service cannot be reached. Tick it again in a moment.',
  },
  save: {
    signingIn: 'Signing you in again. What you typed is kept.',
    sessionEnded: 'Your session has ended. What you typed is kept.',
    signInAgain: 'Sign in again',
    inNewTab: (button: string) => `in a new tab, then press ${button}.`,
    otherPerson:
      'Not saved: this form was opened by somebody else, or too long ago. Copy what you need and open the page again.',
    away: (button: string) =>
      `Not saved yet: the network or the service cannot be reached. What you typed is kept; press ${button} again in a moment.`,
    tooLong: (button: string) =>
      `Not saved yet: this is too much text. What you typed is kept; shorten it and press ${button} again.`,
    failed: (button: string) =>
      `Not saved yet: the service could not save right now. What you typed is kept; press ${button} again in a moment.`,
  },
  draft: {
    saving: 'Saving …',
    saved: (at: string) => `Draft saved ${at}`,
    openNewer: 'Open the newer one',
    keepMine: 'Keep mine',
    away: 'Draft not saved: the network or the service cannot be reached. What you typed stays here.',
    sessionEnded:
      'Draft not saved: your session has ended. What you typed stays here. Press Save visit to sign in again.',
    failed: 'Draft not saved right now. What you typed stays here.',
  },
  timer: {
    start: 'Start timer',
    stop: 'Stop timer',
    notStopped:
      'Timer not stopped. The network or the service cannot be reached. It goes on; press Stop timer again in a moment.',
    notStarted:
      'Timer not started. The network or the service cannot be reached. The start is filled in; type the end when the visit ends.',
  },
  stay: {
    lastEndsIn: (minutes: number) =>
      `You were signed in ten hours ago: your session ends in ${inMinutes(minutes)}. Save what you are writing.`,
    // The button that says `stay` follows.
    endsIn: (minutes: number, key: string) =>
      `Nothing has happened for a while: your session ends in ${inMinutes(minutes)}. Press ${key}, or `,
    stay: 'Stay signed in',
    stayed: 'You stay signed in.',
    away: 'The network or the service cannot be reached; what you typed is kept.',
    ended: 'Your session has ended. What you typed is kept; you are asked to sign in when you save it.',
  },
};

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
export const drafts = {
  of: (when: string) => `Draft of ${when}`,
  ofGroup: (when: string, students: string) => `Draft of ${when}, ${students}`,
  discard: 'Discard',
  beginAnother: 'Begin another visit',
  alsoRunning: 'Also running:',
  runningSince: (whom: string, since: string) => `${whom}, since ${since}`,
  done: {
    draft: 'Draft saved',
    started: 'Timer started',
    stopped: 'Timer stopped',
    discarded: 'Draft discarded',
  },
  runningAlready: (since: string) => `The timer is running already, since ${since}`,
  stoppedAlready: (at: string) => `The timer was stopped already, at ${at}`,
  stoppedAfter: (minutes: number) => `Timer stopped after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
  newer: (at: string) => `This visit was written on in another place at ${at}. What stands here is not kept yet.`,
  newerNotDiscarded: (at: string) =>
    `This visit was written on in another place at ${at}. Look at it as it is now, then discard it or go on.`,
  refused: {
    saved: 'This visit was saved already; it stands in the history.',
    discarded: 'This draft was discarded in another place. To keep what stands here all the same, press Keep mine.',
    'no-timer': 'No timer is running for this visit.',
    'other-day': 'This visit was timed on another day. Write down a visit of its own for today.',
    'other-student': 'This form was already used for another visit. Open the page again.',
    'too-long': 'This is too much text to be kept. Shorten the note.',
  },
  gone: 'There is no such draft any more: it was saved or discarded.',
  ofOtherStudent: 'This form belongs to a draft about another student. Open the page again.',
  timeReason: {
    missing: 'The times are not those that the timer measured. Say why they were changed.',
    tooLong: (most: number) => `Shorten this to ${most} characters.`,
    leftRunning: 'The timer was left running',
  },
  overlap: {
    visitWith: (whom: string) => `your visit with ${whom}`,
    runningTimer: (whom: string) => `a running timer for ${whom}`,
    stoppedTimer: (whom: string) => `a stopped timer for ${whom}`,
    group: 'a group',
    otherStudent: 'another student',
    isThatRight: (from: string, to: string, what: string) =>
      `From ${from} to ${to} there is also ${what}. Is that right? Tick the box, or mend the times.`,
  },
};

/** Group visits. */
export const groups = {
  title: 'Group visit',
  about: 'One visit, counted once. In the record of each student stands nothing about the others.',
  who: 'Who was there',
  students: (count: number) => (count === 0 ? 'no student yet' : `${count} ${count === 1 ? 'student' : 'students'}`),
  haveLeft: (count: number) =>
    count === 1
      ? 'One more student of this draft has left your schools. What you noted stays in the draft until the visit is saved, which is without that student.'
      : `${count} more students of this draft have left your schools. What you noted stays in the draft until the visit is saved, which is without them.`,
  search: 'Search students',
  searchHint: 'Name or number',
  homeroom: 'Homeroom',
  showHomeroom: 'Show homeroom',
  lastGroup: 'Last group',
  picked: {
    byName: 'Found',
    byHomeroom: (room: string) => `Homeroom ${room}`,
    noHomeroom: 'Choose a homeroom first',
    allChosen: 'All of them are chosen already.',
    noSuchStudent: 'No enrolled student of your schools has that name or number.',
    nobody: 'Nobody to choose here.',
    more: 'There are more. Type more of the name, or the number.',
    ticked: 'Whoever is ticked is part of the group.',
    putOnList: 'Put them on the list',
    toWriteNote: 'to write a note about one of them alone.',
  },
  nobodyYet: 'Nobody on the list yet',
  left: 'left',
  ownNote: 'Own note',
  noteAlone: 'Note about this student alone',
  what: 'What it was',
  noteHint: 'common to all; encrypted. It must name nobody: it stands in the record of each student',
  kind: 'Grouping',
  referralElsewhere: 'A referral is one student’s: it is made on that student’s page.',
  backToToday: 'Back to Today',
  done: {
    saved: 'Visit saved',
    changed: 'Visit changed',
    same: 'Nothing was different, so nothing was changed',
    voided: 'Visit voided',
  },
  faults: {
    notWhole: 'This form is not whole. Save it once more.',
    outOfReach: 'Somebody you chose is not of your schools, and was taken off the list. Look at it, then save again.',
    noStudents: 'Choose the students: a group visit has at least one.',
    tooMany: (most: number) =>
      `A group visit has at most ${most} students. An assembly is written as time without a student, with the number of heads.`,
    noSuchKind: 'This choice is not on the list any more. Choose another one.',
    notesTooLong: (length: number, most: number) =>
      `Together with the note for all it has ${length.toLocaleString('en-US')} characters; ${most.toLocaleString('en-US')} fit. Shorten one of them.`,
    oneStudent: 'One student',
    notEnrolled: 'not enrolled on that day. Take this student off the list, or change the date.',
    otherSchool: 'on that day enrolled at a school that is not one of yours.',
    noReason: 'Say why the visit is voided.',
    noteStays: 'The note about this student cannot be opened, so it cannot go along. Tell your IT staff.',
  },
  visit: {
    voided: 'voided',
    services: 'Services',
    time: 'Time',
    with: 'With',
    change: 'Change for all',
    aboutStudents: 'Only you see them together. To take one of them out, void the visit on that student’s page.',
    noteNotOpened: 'This note cannot be opened. Tell your IT staff.',
    restrictedNote: 'Restricted note',
    haveLeft: (count: number) =>
      count === 1
        ? 'One more student was there who is not of your schools any more.'
        : `${count} more students were there who are not of your schools any more.`,
    voidWhole: 'Void the whole visit',
    staysVoid: 'It is void for everybody who was there, and stays void.',
    another: 'Another group visit',
  },
};

/** The form of a visit, and a visit as it stands in a history. */
export const visitForm = {
  title: 'New visit',
  addService: 'Add a service',
  addColleague: 'Add a colleague',
  howLong: 'How long it took',
  minutes: '{{this}} minutes',
  details: 'Other purposes, details, follow-up',
  refer: {
    title: 'Refer the student',
    toWhom: 'to a school-based provider or a community agency',
  },
  openNeeds: 'Open or served now: {{runningNeeds}}',
  save: 'Save visit',
  orByKeys: 'or press Ctrl and Enter',
  saveDraft: 'Save draft',
  row: {
    imported: 'imported',
    readers: 'Who may open it',
    before: 'What it was before',
    changed: 'Changed',
    copy: 'Copy to a new visit',
    voidForStudent: 'Void for this student',
    takesOut: 'Takes this student out of the group visit; for the others it stays.',
    itsReferral: 'Its referral to',
    goesAlong: 'goes along, with all that was written down about it.',
    staysVoid: 'A visit that is void stays void. What it says can be copied to a new one.',
    void: 'Void visit',
    voidAndCopy: 'Void and write for another student',
  },
  changes: {
    title: 'History',
    none: 'No changes yet.',
  },
};

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
