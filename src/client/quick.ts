import * as say from '../words/index.ts';
import { choose } from './combo.ts';

// The quick visit: a favourite fills the form with one press, and the keyboard is where the next thing is to be done.

type Field = HTMLInputElement | HTMLSelectElement;

export function enhanceQuick(root: ParentNode): void {
  const form = root.querySelector<HTMLFormElement>('form[data-quick]');
  if (!form) return;
  const minutes = form.elements.namedItem('minutes') as HTMLInputElement;
  const said = form.querySelector<HTMLElement>('[data-quick-said]');
  const mark = (attribute: string, pressed: (button: HTMLElement) => boolean) => {
    for (const button of form.querySelectorAll<HTMLElement>(`[${attribute}]`))
      button.setAttribute('aria-pressed', String(pressed(button)));
  };
  const markMinutes = () => mark('data-minutes', (button) => button.dataset.minutes === minutes.value);
  form.addEventListener('click', (event) => {
    const target = event.target as Element;
    const chip = target.closest<HTMLElement>('[data-minutes]');
    if (chip) {
      minutes.value = chip.dataset.minutes as string;
      markMinutes();
      // A field that the script fills says nothing by itself.
      minutes.dispatchEvent(new Event('change', { bubbles: true }));
    }
    const favourite = target.closest<HTMLElement>('[data-fill]');
    if (!favourite) return;
    // Without script this button asks the service to fill in the form.
    event.preventDefault();
    fill(form, JSON.parse(favourite.dataset.fill as string) as Record<string, string>);
    mark('data-fill', (button) => button === favourite);
    markMinutes();
    form.dispatchEvent(new Event('change'));
    if (said) said.textContent = say.script.filledIn(favourite.textContent);
    form.querySelector<HTMLElement>('[data-submit]')?.focus();
  });
  minutes.addEventListener('input', markMinutes);
  markMinutes();
  beginHere(root);
}

function fill(form: HTMLFormElement, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    // By its name: the id belongs to what is typed into.
    const field = form.querySelector<Field>(`[name="${name}"]`);
    if (field instanceof HTMLInputElement) field.value = value;
    else if (field && [...field.options].some((option) => option.value === value)) choose(field, value);
  }
}

/** What is to be filled in first; nothing when something went wrong, or somebody is at work already. */
export function beginning(root: ParentNode): HTMLElement | null {
  if (root.querySelector('[role="alert"]:not([hidden])')) return null;
  return root.querySelector<HTMLElement>(
    '[data-begin-here], [data-begin] .usa-combo-box__input, [data-begin] select:not(.usa-combo-box__select)',
  );
}

// Only when the page was just opened: afterwards the focus is put where the answer says.
function beginHere(root: ParentNode): void {
  if (root === document && (document.activeElement === document.body || !document.activeElement))
    beginning(root)?.focus();
}
