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
export const settings = {
  title: 'Settings',
  about: 'Every change is kept with who made it and when. Nothing is overwritten or deleted.',
  pleaseFix: 'Please fix this; nothing is saved yet',
  changedMeanwhile:
    'Somebody else changed this meanwhile. Nothing of theirs was overwritten, and what you typed is still below. Look at it as it is now, then save yours again or leave it.',
  person: (number: number) => `Person ${number}`,
  yesNo: (value: boolean) => (value ? 'yes' : 'no'),
  days: {
    first: 'First day',
    last: 'Last day',
    lastHint: 'empty: goes on',
    noLast: 'none',
    fromOn: (day: string) => `from ${day} on`,
    span: (from: string, to: string) => `${from} to ${to}`,
    noSuchDay: 'There is no such day. Write it as month, day and year.',
    noFirst: 'Say from which day on.',
    noLastDay: 'Say which day is the last one.',
    lastBeforeFirst: 'The last day is before the first one.',
  },
  staff: {
    title: 'Staff',
    about: 'Provider type, employer and FTE of each staff member, from which day to which.',
    nobodyToday: 'Nobody entered for today',
    today: (people: number, fte: string) => `${people} ${people === 1 ? 'person' : 'people'} today, ${fte} FTE`,
    search: 'Staff member',
    searchHint: 'Name, or number in the SIS',
    find: 'Find',
    found: 'Found',
    moreFound: 'There are more. Type more of the name.',
    nobodyFound: 'Nobody in the SIS has this name or number.',
    nothingToday: 'nothing entered for today',
    howMuch: 'How much there is today',
    noneToday: 'Nothing is entered for today. Find a staff member to begin.',
    fteCaption: 'Full-time equivalents today',
    people: 'People',
    everybody: 'Everybody entered for today',
    moreToday: 'There are more. Find them by name.',
    line: (provider: string, employer: string, fte: string, days: string) =>
      `${provider} · ${employer} · ${fte} FTE · ${days}`,
    number: 'number {{number}} in the SIS',
    worksAs: 'Works as',
    periodLine: '{{fte}} FTE · {{employer}} · {{days}}',
    states: { voided: 'voided', later: 'later', ended: 'ended', now: 'now' },
    voidedBecause: 'Voided:',
    end: 'End',
    changeEnd: 'Change the end',
    saveEnd: 'Save last day',
    aboutVoiding: 'For a period that was entered by mistake. It stays here, struck out, and counts nowhere.',
    voidIt: 'Void period',
    nothingYet: 'Nothing entered yet.',
    addOne: 'Add a period',
    add: 'Add period',
    provider: 'Provider type',
    usually: { school: 'Usually of the school', partner: 'Usually of a partner' },
    employer: 'Employer',
    choose: 'Choose',
    fte: 'FTE',
    fteHint: '0.05 to 1.50',
    done: { added: 'Period added', ended: 'Last day saved', voided: 'Period voided' },
    faults: {
      noProvider: 'Choose what the person works as.',
      noEmployer: 'Choose who employs the person.',
      noFte: 'Say how much of a full position it is, such as 1 or 0.5.',
      notANumber: 'Write it as a number such as 1, 0.5 or 0.75.',
      nothing: 'Somebody who works nothing has no period: end it instead.',
      outside: 'It is 0.05 to 1.50.',
      steps: 'It goes in steps of 0.05.',
      noReason: 'Say why it is voided.',
      reasonTooLong: (most: number) => `Shorten the reason to ${most} characters.`,
      gone: 'This period is not there any more.',
      overlap: {
        withoutEnd: (from: string) => `from ${from} on, without an end`,
        with: (provider: string, days: string) =>
          `These days overlap with ${provider}, ${days}. End or void that one first, or choose other days.`,
      },
    },
    history: {
      period: (provider: string, employer: string, fte: string, days: string) =>
        `${provider}, ${employer}, ${fte} FTE, ${days}`,
      added: (period: string) => `Added: ${period}`,
      voided: (period: string, reason: string) => `Voided: ${period}. Reason: ${reason}`,
      lastDay: 'last day',
      changed: (provider: string, from: string, changes: string) => `${provider} from ${from}, ${changes}`,
    },
  },
  // Who pays a staff member.
  employers: {
    DISTRICT: 'The district',
    CONTRACTED_UNDER_DIRECT_CONTROL: 'A contracted agency, under the district’s direct control',
    PARTNER: 'A partner agency',
  },
  codes: {
    title: 'Codes of your own',
    about: 'Purposes, services and other choices under your own names, counted as standard ones.',
    howMany: (n: number) => (n === 0 ? 'None' : n === 1 ? '1 code' : `${n} codes`),
    explain:
      'A code of your own is another name for a standard one: it stands beneath it on the form, is kept on the visit, and counts as the standard one in every report and export.',
    sets: {
      PURPOSE: 'Purpose',
      SERVICE: 'Service',
      VISIT_TYPE: 'Visit type',
      INITIATOR: 'Started by',
      SETTING: 'Setting',
      MODALITY: 'Modality',
      DISPOSITION: 'Disposition',
      REF_NEED: 'Need of a referral',
    },
    noneOfYourOwn: 'none of your own',
    ofYourOwn: (n: number) => `${n} of your own`,
    fromFile: {
      title: 'From your file',
      name: 'codes.json',
      notHere: 'has {{total}} in all; these are not here yet:',
      one: (code: string, label: string, set: string, standard: string) =>
        `${code}: ${label} (${set}, counts as ${standard})`,
      takeOver: (n: number) => (n === 1 ? 'Take over one code' : `Take over ${n} codes`),
      mendFirst: 'Nothing was taken over; the file has to be mended first',
      allOf: 'All {{total}} of',
      areHere: 'are here.',
      other: 'These are here with another label or another standard code than in the file, and stay as they are:',
    },
    inLine: (line: number, code: string, fault: string) => `Line ${line}, ${code}: ${fault}`,
    yourOwn: 'Your own',
    noneYet: 'None yet.',
    countsAs: (standard: string) => `counts as ${standard}`,
    isSensitive: 'sensitive',
    isRestricted: 'notes restricted',
    hasEnded: 'ended',
    addOne: 'Add a code',
    add: 'Add code',
    fields: {
      code: 'Code',
      codeHint: 'begins with L_; capital letters, digits and _; never changed and never used again',
      label: 'Label',
      labelHint: (most: number) => `what people read and type, at most ${most} characters`,
      parent: 'Counts as',
      parentHint: 'in every report and export, for good',
      sensitive: 'Sensitive',
      sensitivePurposeHint: 'Administrators read “Support visit”, on earlier visits, too. Cannot be taken back.',
      sensitiveServiceHint: 'Administrators read the standard service in its place. Cannot be taken back.',
      restricted: 'Notes are restricted',
      restrictedHint: 'Only the author opens a note about it, from now on. Cannot be taken back.',
    },
    asItIs: 'As it is now',
    inherited: 'The standard code is sensitive, so this one is, too.',
    changeIt: 'Change it',
    cannotChange:
      'What it counts as cannot change: earlier visits would mean something else. End it and add another one.',
    saveChange: 'Save change',
    added: (all: string) => `Added. ${all}`,
    done: {
      added: 'Code added. It is on the list now.',
      changed: 'Change saved',
      imported: 'Codes taken over',
      nothing: 'There was nothing to take over',
    },
    faults: {
      notACode: 'A code begins with L_ and has capital letters, digits and _, at most 20 characters.',
      taken: 'There is or was this code already. A code is never used again.',
      noParent: 'Choose the standard code that it counts as.',
      noLabel: 'Say what people read on the list.',
      labelTooLong: (most: number) => `Shorten the label to ${most} characters.`,
      labelTaken: 'Another code of this list has this label. People could not tell them apart.',
    },
  },
  profile: {
    title: 'State profile',
    about: 'What differs by state: consent, notices, retention, small numbers. It comes from a file.',
    withRulesOf: (state: string, district: string) => `${state}, with rules of ${district}`,
    rulesOf: ', with rules of {{own}}',
    explain:
      'What differs by state. It comes from the settings STATE_PROFILE and CONFIG_DIR and is read when the service starts. Your counsel decides whether it fits; most of it is used by parts of the product that are still to come.',
    datedOn: ', dated {{dated}}.',
    holdsOn: 'What holds on {{day}}',
    yourOwn: 'your own',
    suppression: 'Packages show no fewer than {{suppression}} students (SUPPRESSION_N).',
    changesOn: 'Something of it changes on',
    history: 'History',
    dated: (name: string, day: string) => `${name}, dated ${day}`,
    noHistory: 'Nothing is written down yet: that happens when the service starts.',
    otherProfile:
      'This instance has started with another profile than the newest one here. Give all instances the same files.',
    none: 'none',
    modes: {
      none: 'no consent needed',
      opt_out: 'given unless a parent withholds it',
      opt_in: 'asked for first',
    },
    // A profile's rules as sentences, by the names of the file.
    rules: {
      'visit.consent_mode': {
        about: 'A parent’s consent before a visit',
        apart: (related: string, care: string) => `health-related services: ${related}; health-care services: ${care}`,
      },
      'visit.service_groups': {
        about: 'Services that a parent is asked about',
        groups: (counseling: string, related: string, care: string) =>
          `counseling: ${counseling}; other health-related services: ${related}; health care: ${care}`,
      },
      'visit.requires_live_consent': {
        about: 'A visit is saved only with a consent on file',
        forSome: 'for services that need consent first',
      },
      'visit.consent_exceptions': { about: 'Exceptions from consent' },
      'consent.validity': {
        about: 'A consent holds',
        until: {
          until_revoked: 'until it is revoked',
          until_revoked_or_school_year: 'until it is revoked, or to the end of the school year',
          school_year: 'for the school year',
        },
      },
      'consent.annual_renewal_task': { about: 'Asked for anew each year', asDistrict: 'as the district chooses' },
      'parent_notice.on_recommendation': { about: 'Parents are told of a recommended intervention' },
      'parent_notice.yearly_services': { about: 'Parents are told of all services each year' },
      'parent_notice.on_service_change': { about: 'Parents are told when services change' },
      'minor_self_consent.enabled': {
        about: 'A student under age may consent alone',
        how: { no: 'no', by_license: 'with certain licensed clinicians', by_ground: 'on certain grounds' },
      },
      'minor_self_consent.licenses': { about: 'Licenses for that' },
      'minor_self_consent.grounds': { about: 'Grounds for that' },
      'parent_portal.hide_minor_self': { about: 'What the student consented to alone is kept from parents' },
      'suppression.n': { about: 'Fewest students that a package shows' },
      'suppression.min_denominator': { about: 'Fewest students that a share is taken of', same: 'the same' },
      'retention.visit_years': {
        about: 'Visits are kept',
        asState: 'as the state’s schedule says',
        years: (years: number) => `${years} years after the student left`,
      },
      'export.periods': { about: 'Periods of packages' },
      'time_logging.required_roles': { about: 'Who has to log time', nobody: 'nobody' },
      'time_logging.categories': {
        about: 'Time is counted by',
        by: {
          ASCA: 'the categories of the American School Counselor Association',
          TEXAS: 'the Texas program components',
        },
      },
    },
  },
};

/** Dates, times and numbers. */
export const dates = {};

/** Reports. */
export const reports = {
  allSchools: 'All schools',
  allOfThem: (schools: number) => `All ${schools} schools`,
  period: 'Period',
  periods: {
    Y: (years: string) => `School year ${years}`,
    S1: (years: string) => `Semester 1, ${years}`,
    S2: (years: string) => `Semester 2, ${years}`,
  },
  scopeLine: '{{scopeLine}} · as of {{page.asOf}}',
  asOf: (when: string) => `As of ${when}.`,
  download: 'Download CSV',
  howEachIsCounted: 'How each number is counted',
  missing: {
    period: {
      heading: 'No such period',
      text: 'The SIS has no such school year or semester, or it has not begun yet. Choose one from the list in the report.',
    },
    school: {
      heading: 'No such school',
      text: 'This is not one of the schools you work with. Choose one from the list in the report.',
    },
    calendar: {
      heading: 'No school year yet',
      text: 'No school year of the SIS has begun yet. Reports begin with its first day.',
    },
  },
  visits: {
    title: 'Support visits',
    question: 'How much support was given, to whom, and did referrals lead to service?',
    workingTime: 'Working time of staff',
    handOver: 'Hand over open referrals',
    handOverWhen: 'when somebody leaves or is away',
    none: (days: string) => `No visits were written down for ${days}.`,
    figures: {
      visits: (n: number) => (n === 1 ? 'visit' : 'visits'),
      perStudent: (average: string) => `${average} for each student`,
      students: (n: number) => (n === 1 ? 'student' : 'students'),
      countedOnce: 'each counted once',
      ofSupport: 'of support',
      perVisit: (average: string) => `${average} minutes a visit`,
      ledToService: 'of referrals led to service',
      results: (reached: string, known: string, notKnown: string) =>
        `${reached} of ${known} with a known result; ${notKnown} not known yet`,
      noReferrals: 'no referrals in this period',
    },
    byPurpose: {
      all: 'Visits by purpose',
      mostFrequent: (shown: number, all: number) => `Visits by purpose: the ${shown} most frequent of ${all}`,
    },
    didTheyLead: 'Did referrals lead to service?',
    inDetail: 'Visits in detail',
    caption: 'Visits by purpose, service and tier',
    columns: { service: 'Service', tier: 'Tier', visits: 'Visits', students: 'Students' },
    noService: 'No service',
    largest: (shown: number, all: string) =>
      `These are the ${shown} largest of ${all} rows. The CSV file has all of them.`,
    howCounted: [
      'A visit counts at the school where the student was enrolled on its day, even if the student has moved since. The first and the last day of the period count. Visits at which the student was not seen count, too; voided visits do not.',
      'A visit with several services counts as a visit in the row of each. Its minutes count once, with its first service: minutes add up, visits need not.',
      'A visit with several students is one visit, and its minutes count once. A student counts once in each row and once in the total: students in the rows add up to more than the total.',
      'These are exact numbers for people inside the district. Numbers that leave the district come from Exports, where small ones are protected.',
    ],
  },
  access: {
    caption: 'Referrals by kind of provider',
    columns: {
      provider: 'Provider',
      referrals: 'Referrals',
      reached: 'Led to service',
      notReached: 'Did not',
      rate: 'Rate',
      notKnown: 'Not known yet',
      shareNotKnown: 'Share not known',
    },
    all: 'All referrals',
    howCounted:
      'Referrals opened in the period; one that asks two providers counts twice. Rate: those that led to service, of those with a known result. Not known yet: no outcome so far, or no word from the provider; a high share makes the rate uncertain. Voided referrals and those entered in error are left out.',
  },
  pathway: {
    title: 'From referral to service',
    question: 'How far did referrals get, and what came of them?',
    needs: 'Needs',
    mentalHealth: 'Mental health',
    allNeeds: 'All needs',
    none: (days: string) => `No such referral was opened ${days}.`,
    funnel: {
      caption: 'Students, from referral to a month of service',
      referred: 'Referred',
      offered: 'Offered within 30 days',
      started: 'Started within 60 days',
      active: 'Active after a month',
    },
    howMany: 'How many, of how many',
    measures: 'The measures',
    columns: { measure: 'Measure', count: 'Count', of: 'Of', rate: 'Rate', beside: 'Beside it' },
    // What stands beside a measure, with its own counts.
    beside: {
      waiting: 'window not over yet',
      notKnown: 'not known',
      withoutMoved: 'without those who moved first',
      elsewhere: 'with needs met another way',
      endedEarly: 'ended as planned before',
      seen: 'of the active seen again by the provider',
      ofAll: 'of all providers’ referrals',
      atSchool: 'of these served at school',
    },
    besideLine: (words: string, count: string, of: string, rate: string) => `${words}: ${count} of ${of}, ${rate}`,
    whatIsCounted: 'What is counted',
    of: 'of: {{denominator}} · {{window}}',
    howCounted: [
      'Whoever was referred too short a while ago to have been offered, started or stayed stands apart as “window not over yet”, and is no failure.',
      'A referral belongs to the school where the student was enrolled on the day on which it was opened. A student counts once. Voided referrals and those entered in error are left out.',
      'These are exact numbers for people inside the district.',
    ],
  },
  staffing: {
    title: 'Working time',
    question: 'Where did the working time of support staff go?',
    none: (days: string) => `No working time was written down for ${days}.`,
    caption: 'Minutes by person and use of time',
    columns: {
      person: 'Person',
      visits: 'Visits written',
      asColleague: 'As a colleague',
      direct: 'Direct',
      indirect: 'Indirect',
      program: 'Program',
      other: 'Other',
      withStudents: 'Direct and indirect',
    },
    formerStaff: 'Former staff',
    everybody: 'Everybody',
    howCounted: [
      'Direct and indirect is work with and for students; program is planning, data and training; other is what is not a counselor’s task. ASCA recommends that direct and indirect are 80 % or more.',
      'A visit counts by its first service, with its author’s minutes. A group visit is one visit, and its minutes count once, however many students were there.',
      'Colleagues who were there count with their own minutes; the visit counts with its author alone, so visits add up to all visits.',
      'A visit whose first service is neither direct nor indirect, or that has none, counts as other. Voided visits and entries do not count.',
    ],
  },
};

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
