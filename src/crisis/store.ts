import type { Reader } from '../database/connect.ts';
import { type Context, readerOf } from '../server/context.ts';
import { asking } from '../students/facts.ts';

export interface Crisis {
  id: number;
  school_id: number;
  school_name: string;
  started_by: number;
  starter: string | null;
  started_at: string;
  ended_at: string | null;
  visit_id: number | null;
}

export interface StepChange {
  step_key: string;
  change_no: number;
  is_done: boolean;
  person: number;
  person_name: string | null;
  at: string;
}

export interface Contact {
  try_no: number;
  result: string;
  person: number;
  person_name: string | null;
  at: string;
}

export interface Report {
  report_no: number;
  reported_on: string;
  reported_min: number;
  person: number;
  person_name: string | null;
  recorded_at: string;
  key_id: string;
  sealed: string;
}

export interface Called {
  id: number;
  person: number;
  person_name: string | null;
  answered_at: string | null;
}

export interface GivenOut {
  line_no: number;
  owner_name: string | null;
  due_on: string;
  done_at: string | null;
  done_by_name: string | null;
  key_id: string;
  sealed: string;
}

export interface Place {
  student: number;
  crisis: number;
}

/** Reads one crisis and what belongs to it, for whoever is support staff at the student's school. */
export function readerOfCrisis(source: Reader, context: Context, place: Place) {
  const asked = { ...asking(readerOf(context), context.clock), ...place };
  return {
    crisis: async () => (await source.run<Crisis>('crisis/one', asked))[0],
    steps: () => source.run<StepChange>('crisis/steps', asked),
    contacts: () => source.run<Contact>('crisis/contacts', asked),
    reports: () => source.run<Report>('crisis/reports', asked),
    givenOut: () => source.run<GivenOut>('crisis/given-out', asked),
    called: () => source.run<Called>('crisis/called', asked),
  };
}
