// A form that was sent without script's help comes back as a new page: what has to be mended is where one goes on, however far
// down it stands.

/** Puts the focus on the list of what has to be mended, on a page that came with one. */
export function focusFaults(): void {
  const faults = document.querySelector<HTMLElement>('main .faults');
  faults?.focus();
  faults?.scrollIntoView({ block: 'nearest' });
}
