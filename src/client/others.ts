import { changedForms } from './leave.ts';

// Several small forms on one page: sending one of them costs nothing that is half written in the others, nor the focus.

/** A form that is sent without its neighbours losing anything. */
export const AMONG_OTHERS = 'form[data-among-others]';
const HIDDEN = 'input[type="hidden"]';

/** What stands beside the form that is sent: what is half written, and what was folded out. */
export interface Others {
  written: HTMLFormElement[];
  open: (string | null)[];
}

export function othersOf(sent: HTMLFormElement): Others {
  const folds = [...document.querySelectorAll('main details[open]')].filter((fold) => !fold.contains(sent));
  return {
    written: changedForms().filter((form) => form !== sent),
    open: folds.map((fold) => fold.querySelector('summary')?.textContent ?? null),
  };
}

/** Puts them into the page that answers; one that has no place there any more stands at its end, so that nothing typed is lost. */
export function putBack(root: ParentNode, { written, open }: Others): void {
  if (!root.querySelector(AMONG_OTHERS)) return;
  for (const form of written) {
    const fresh = [...root.querySelectorAll('form')].find((one) => one.action === form.action);
    for (const old of fresh ? form.querySelectorAll(HIDDEN) : []) old.remove();
    form.prepend(...(fresh?.querySelectorAll(HIDDEN) ?? []));
    if (fresh) fresh.replaceWith(form);
    else root.append(form);
  }
  for (const summary of root.querySelectorAll('details > summary'))
    if (open.includes(summary.textContent)) summary.parentElement?.setAttribute('open', '');
}

/** Back to the button that was pressed; where it is folded away now, to its fold. */
export function focusAgain(form: HTMLFormElement, { name, value }: HTMLButtonElement): void {
  const fresh = [...document.querySelectorAll('form')].find((one) => one.action === form.action);
  const button = [...(fresh?.querySelectorAll('button') ?? [])].find((one) => one.name === name && one.value === value);
  const fold = fresh?.closest('details:not([open])')?.querySelector<HTMLElement>('summary');
  (fold ?? button)?.focus();
}
