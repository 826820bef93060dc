import comboBox from '@uswds/uswds/js/usa-combo-box';

// USWDS's combo box for long lists, with three additions: what is chosen already stays chosen, what describes the field
// still does, and a typed beginning with Enter takes the first that fits.

let watching = false;

export function enhanceCombos(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-combo]')) {
    const select = box.querySelector('select');
    if (!select || box.dataset.enhanced) continue;
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
    list?.setAttribute('aria-label', 'Choices');
    if (described) input?.setAttribute('aria-describedby', described);
    if (invalid) input?.setAttribute('aria-invalid', invalid);
    if (required) input?.setAttribute('aria-required', required);
  }
  if (watching) return;
  watching = true;
  comboBox.on(document.body);
  // Before USWDS looks at it: it only knows whole labels.
  document.addEventListener('keydown', takeFirst, true);
}

function takeFirst(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
  if (target instanceof HTMLSelectElement) event.preventDefault();
  if (!target.matches('.usa-combo-box__input')) return;
  event.preventDefault();
  const box = target.closest('.usa-combo-box');
  const list = box?.querySelector<HTMLElement>('.usa-combo-box__list');
  const first = list?.querySelector<HTMLElement>('.usa-combo-box__list-option');
  const typed = (target as HTMLInputElement).value.trim().toLowerCase();
  const whole = [...(box?.querySelectorAll('option') ?? [])].some((option) => option.text.toLowerCase() === typed);
  if (list && !list.hidden && first && typed !== '' && !whole) first.click();
}
