import type { Schema } from 'ajv';
import type { Action } from '../access/actions.ts';
import type { Reason } from '../access/reasons.ts';
import type { Audited, Context } from './context.ts';

/** What a handler gives back; the guard has it audited before it leaves. */
export type Answer =
  | {
      page: string;
      model: Record<string, unknown>;
      status?: number;
      title: string;
      flash?: string | null;
      reason?: Reason;
      audited?: Audited;
    }
  | { redirect: string; reason?: Reason; audited?: Audited }
  | { file: { name: string; type: string; body: AsyncIterable<Uint8Array> | Uint8Array } }
  | { json: unknown; status?: number; reason?: Reason }
  | { text: string; type: string };

export interface Input<P = Record<string, never>, Q = Record<string, never>, B = Record<string, never>> {
  params: P;
  query: Q;
  body: B;
}

export interface InputSchemas {
  params?: Schema;
  query?: Schema;
  body?: Schema;
}

/** What a request is about: how the guard finds the student whose school decides. */
export type Subject = 'student' | 'visit' | 'target' | 'referral' | 'crisis';

/**
 * One entry: address, action, audit event, input schemas, handler. The app refuses to start when one is missing,
 * so nothing can be reached that nobody decided about.
 */
export interface Route {
  get?: string;
  post?: string;
  action: Action;
  /** The event's name in the audit; `none` only where nobody is signed in and nothing is shown. */
  audit: string;
  /**
   * A script of ours asks this by itself, again and again: it does not keep the session alive, and there is no audit row each
   * time; a refusal has one. Only for what is about no student.
   */
  quiet?: true;
  /** The SIS's pages ask this of a frame by themselves: nobody is here for it, and the session lives no longer. */
  byItself?(query: Record<string, unknown>): boolean;
  /** Named by the parameter `dcid` or the form's field `student` (student), or by `id` (visit, target, referral, crisis). */
  subject?: Subject;
  input: InputSchemas;
  run(context: Context, input: never): Promise<Answer>;
}

/** Keeps the types of one entry together; the schemas are the proof that `input` is what `run` says. */
export function route<P, Q, B>(
  entry: Omit<Route, 'run'> & { run(context: Context, input: Input<P, Q, B>): Promise<Answer> },
): Route {
  return entry as unknown as Route;
}

/** What is wrong with the entries as a whole, as sentences; empty when the app may start. */
export function routeFaults(routes: Route[], actions: Record<string, unknown>, publicActions: Set<string>): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const entry of routes) {
    const name = entry.get ? `GET ${entry.get}` : `POST ${entry.post}`;
    if (Boolean(entry.get) === Boolean(entry.post)) faults.push(`${name}: one address, get or post`);
    if (seen.has(name)) faults.push(`${name}: is there twice`);
    seen.add(name);
    if (!entry.action || !(entry.action in actions)) faults.push(`${name}: names no action of the table`);
    if (!entry.audit) faults.push(`${name}: names no audit event`);
    if (entry.quiet && (entry.subject || entry.post)) faults.push(`${name}: what is asked quietly is about no student`);
    if (entry.audit === 'none' && !entry.quiet && !publicActions.has(entry.action))
      faults.push(`${name}: only public entries may go without audit`);
    if (!entry.input) faults.push(`${name}: has no input schema`);
    const address = entry.get ?? entry.post ?? '';
    if (address.includes(':') && !entry.input?.params) faults.push(`${name}: has parameters but no schema for them`);
    if (/:dcid\b/.test(address) && entry.subject !== 'student')
      faults.push(`${name}: is about a student but does not say so`);
    if (entry.post && !entry.input?.body) faults.push(`${name}: takes a form but has no schema for it`);
  }
  return faults;
}
