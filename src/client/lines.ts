import * as say from '../words/index.ts';

// Lines that repeat and fields that belong to a choice.

type Enhance = (root: ParentNode) => void;

export function enhanceLines(root: ParentNode, enhance: Enhance): void {
  const form = root.querySelector<HTMLFormElement>('#visit, #change');
  if (!form) return;
  addServices(form, enhance);
  defaultTiers(form);
  revealOthers(form);
  purposeInWords(form);
  oneProvider(form);
}

const MOST_LINES = 6;

// The first line as it came from the server, before any script touched it, is the pattern for the next.
function addServices(form: HTMLFormElement, enhance: Enhance): void {
  const button = form.querySelector<HTMLButtonElement>('[data-add="service"]');
  const lines = form.querySelector<HTMLElement>('[data-lines="service"]');
  if (!button || !lines) return;
  button.addEventListener('click', (event) => {
    event.preventDefault();
    const n = lines.querySelectorAll('[data-line]').length + 1;
    lines.append(newLine(lines.querySelector('[data-line="1"]') as HTMLElement, n));
    const line = lines.lastElementChild as HTMLElement;
    enhance(line);
    line.querySelector<HTMLElement>('input, select')?.focus();
    if (n >= MOST_LINES) button.hidden = true;
  });
}

function newLine(first: HTMLElement, n: number): HTMLElement {
  const line = document.createElement('div');
  line.className = first.className;
  line.dataset.line = String(n);
  for (const name of ['service', 'tier'] as const) {
    const select = first.querySelector<HTMLSelectElement>(`select[name="${name}_1"]`) as HTMLSelectElement;
    const field = document.createElement('div');
    field.className = 'field';
    const id = `${name}-${n}`;
    const caption = Object.assign(document.createElement('label'), {
      htmlFor: id,
      textContent: say.script.line[name](n),
    });
    const box = document.createElement('div');
    if (name === 'service') {
      box.className = 'usa-combo-box';
      box.dataset.combo = '';
    }
    const copy = Object.assign(document.createElement('select'), { id, name: `${name}_${n}`, className: 'usa-select' });
    copy.append(...[...select.options].map((option) => option.cloneNode(true)));
    for (const option of copy.options) option.defaultSelected = false;
    copy.selectedIndex = 0;
    box.append(copy);
    field.append(caption, box);
    line.append(field);
  }
  return line;
}

// A service brings its usual tier along; whoever knows better changes it.
function defaultTiers(form: HTMLFormElement): void {
  form.addEventListener('change', (event) => {
    const select = event.target as HTMLSelectElement;
    const line = /^service_(\d)$/.exec(select.name)?.[1];
    if (!line) return;
    const tier = form.elements.namedItem(`tier_${line}`) as HTMLSelectElement;
    tier.value = select.selectedOptions[0]?.dataset.of ?? '0';
  });
}

function revealOthers(form: HTMLFormElement): void {
  const fields = [...form.querySelectorAll<HTMLElement>('[data-others] > .field')];
  const chosen = (field: HTMLElement) => (field.querySelector('select') as HTMLSelectElement).value !== '';
  const show = () => {
    fields.forEach((field, at) => {
      field.hidden = at > 0 && !chosen(field) && !chosen(fields[at - 1] as HTMLElement);
    });
  };
  form.addEventListener('change', show);
  show();
}

function purposeInWords(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>('[data-purpose-text]');
  const details = form.querySelector<HTMLDetailsElement>('[data-details]');
  const purpose = form.querySelector<HTMLSelectElement>('select[name="purpose"]');
  const words = place?.querySelector('input');
  if (!place || !details || !purpose || !words) return;
  const takesWords = () => place.dataset.purposeText?.split(' ').includes(purpose.value) === true;
  const show = () => {
    // What was typed stays in sight: it is not saved with another purpose.
    place.hidden = !takesWords() && words.value === '';
  };
  form.addEventListener('change', (event) => {
    show();
    if (event.target === purpose && takesWords()) details.open = true;
  });
  show();
}

function oneProvider(form: HTMLFormElement): void {
  const kind = form.elements.namedItem('referral_kind') as HTMLSelectElement | null;
  if (!kind) return;
  const hide = (name: string, isOther: boolean) => {
    const input = form.elements.namedItem(name) as HTMLInputElement;
    // A name that was typed stays in sight: it would be asked about.
    (input.closest('.field') as HTMLElement).hidden = isOther && input.value === '';
  };
  const show = () => {
    hide('referral_school', kind.value === 'COMMUNITY');
    hide('referral_agency', kind.value === 'SCHOOL');
  };
  kind.addEventListener('change', show);
  show();
}
