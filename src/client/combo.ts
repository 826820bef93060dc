import comboBox from '@uswds/uswds/js/usa-combo-box';
import * as say from '../words/index.ts';

// USWDS's combo box for long lists, with four additions: what is chosen already stays chosen, what describes the field
// still does, a typed beginning with Enter takes the first that fits, and a typed choice is kept when one goes on.

let watching = false;

export function enhanceCombos(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-combo]')) {
    const drawn = box.querySelector('select');
    if (!drawn || box.dataset.enhanced) continue;
    const select = replaced(drawn);
    if (select.value) box.dataset.defaultValue = select.value;
    const described = select.getAttribute('aria-describedby');
    const invalid = select.getAttribute('aria-invalid');
    const required = select.getAttribute('aria-required');
    for (const group of select.querySelectorAll('optgroup')) group.replaceWith(...group.children);
    comboBox.init(box);
    const input = box.querySelector('input');
    const list = box.querySelector('.usa-combo-box__list');
    // One thing on the page bears the field's name: the field.
    list?.removeAttribute('aria-labelledby');
    list?.setAttribute('aria-label', say.script.choices);
    if (described) input?.setAttribute('aria-describedby', described);
    if (invalid) input?.setAttribute('aria-invalid', invalid);
    if (required) input?.setAttribute('aria-required', required);
  }
  if (watching) return;
  watching = true;
  comboBox.on(document.body);
  // Before USWDS looks at it: it only knows whole labels, and only with Enter.
  document.addEventListener('keydown', takeFirst, true);
  document.addEventListener('focusout', settle, true);
  document.addEventListener('click', readyToReplace);
}

// Whoever holds the list that the browser drew first (a script that is quicker than we are) has to look again, and finds
// the field; USWDS would keep that list on the page, out of sight. What was chosen in it already counts.
function replaced(drawn: HTMLSelectElement): HTMLSelectElement {
  const select = drawn.cloneNode(true) as HTMLSelectElement;
  select.value = drawn.value;
  drawn.replaceWith(select);
  return select;
}

/** Chooses as a person would, in a plain list or in one that is typed into. */
export function choose(select: HTMLSelectElement, value: string): void {
  select.value = value;
  const box = select.closest<HTMLElement>('.usa-combo-box');
  const input = box?.querySelector('input');
  if (box && input) {
    input.value = select.selectedOptions[0]?.textContent ?? '';
    box.classList.toggle('usa-combo-box--pristine', value !== '');
  }
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

// What is typed into a field that has its choice already is another choice, not more of the same.
function readyToReplace({ target }: Event): void {
  if ((target as Element).matches('.usa-combo-box--pristine .usa-combo-box__input'))
    (target as HTMLInputElement).select();
}

function takeFirst(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const isEnter = event.key === 'Enter';
  if (!isEnter && event.key !== 'Tab') return;
  if (isEnter && target instanceof HTMLSelectElement) event.preventDefault();
  if (!target.matches('.usa-combo-box__input')) return;
  if (isEnter) event.preventDefault();
  const box = target.closest('.usa-combo-box') as HTMLElement;
  const fitting = fittingOptions(box);
  // Enter says "this one"; whoever goes on with Tab has only chosen when nothing else fits.
  const option = isEnter ? fitting[0] : only(fitting);
  option?.click();
}

/** What the open list shows for what was typed; nothing when nothing was typed or the list is closed. */
function fittingOptions(box: HTMLElement): HTMLElement[] {
  const list = box.querySelector<HTMLElement>('.usa-combo-box__list');
  if (!list || list.hidden || typedIn(box) === '') return [];
  const options = [...list.querySelectorAll<HTMLElement>('.usa-combo-box__list-option')];
  const whole = options.filter((option) => option.textContent?.toLowerCase() === typedIn(box));
  return whole.length > 0 ? whole : options;
}

function only(fitting: HTMLElement[]): HTMLElement | undefined {
  return fitting.length === 1 ? fitting[0] : undefined;
}

function typedIn(box: HTMLElement): string {
  return box.querySelector('input')?.value.trim().toLowerCase() ?? '';
}

// Whoever types a choice and clicks elsewhere has chosen it, too; USWDS would take the text away.
function settle(event: FocusEvent): void {
  const box = (event.target as Element).closest<HTMLElement>('.usa-combo-box');
  const select = box?.querySelector('select');
  if (!box || !select || box.contains(event.relatedTarget as Node | null)) return;
  const option = only(fittingOptions(box));
  if (!option || select.value === option.dataset.value) return;
  select.value = option.dataset.value ?? '';
  select.dispatchEvent(new Event('change', { bubbles: true }));
}
