import type { NextName } from './next.ts';
import type { Fact, FactKind, Status } from './pathway.ts';

// What a referral's own page reads, and at the end what a student's cards read.

/** One referral as it is read. */
export interface ReferralRow {
  referral_id: number;
  student: number;
  name: string;
  school_id: number;
  school_name: string;
  need: string;
  reason: string | null;
  urgency: string;
  location: string | null;
  opened_on: string;
  visit_id: number | null;
  chain_id: number | null;
  author: number;
  author_name: string | null;
  voided_at: string | null;
  void_reason: string | null;
}

/** One provider who was asked, with who has it and the next step. */
export interface TargetRow {
  target_id: number;
  kind: string;
  provider: string;
  status: Status;
  outcome: string | null;
  access: string | null;
  first_service_on: string | null;
  closed_on: string | null;
  revision: number;
  owner: number | null;
  owner_name: string | null;
  assignee: number | null;
  assignee_name: string | null;
  next_step: NextName | null;
  next_due: string | null;
  next_owner: number | null;
  next_owner_name: string | null;
}

/** One thing that was written down about a target, taken back or not. */
export interface FactRow {
  id: number;
  target_id: number;
  kind: FactKind;
  happened_on: string;
  round_no: number | null;
  outcome: string | null;
  due_on: string | null;
  is_active: boolean | null;
  fits: string | null;
  progress: string | null;
  told_by: string | null;
  detail: string | null;
  person: number | null;
  person_name: string | null;
  why: string | null;
  author: number;
  author_name: string | null;
  created_at: string;
  voided_at: string | null;
  void_reason: string | null;
}

/** The same as a fact, from which the state follows. */
export function factOf(fact: FactRow): Fact {
  return {
    ...{ id: fact.id, kind: fact.kind, on: fact.happened_on, round: fact.round_no ?? 1, outcome: fact.outcome },
    ...{ due: fact.due_on, isActive: fact.is_active, detail: fact.detail, person: fact.person },
  };
}

/** One provider who was asked, as a student's card shows it. */
export interface CardTarget {
  target_id: number;
  referral_id: number;
  visit_id: number | null;
  kind: string;
  provider: string;
  need: string;
  opened_on: string;
  outcome: string | null;
  access: string | null;
  first_service_on: string | null;
  days_to_service: number | null;
  closed_on: string | null;
  revision: number;
  status: Status;
  next_step: NextName | null;
  next_due: string | null;
  next_owner: number | null;
  next_owner_name: string | null;
}

/** One step on the way of a target, as a student's card and history show it. */
export interface Milestone {
  target_id: number;
  id: number;
  kind: FactKind;
  happened_on: string;
  fits: string | null;
  progress: string | null;
  told_by: string | null;
  round_no: number;
  author: number;
  outcome: string | null;
}
