import * as say from '../words/index.ts';

// The group visit: Enter in the field in which one searches students searches, and does not save; and whoever is ticked is
// counted at once.

export function enhanceGroup(root: ParentNode): void {
  const form = root.querySelector<HTMLFormElement>('form[data-group]');
  if (!form) return;
  const finder = form.querySelector<HTMLElement>('[data-find]');
  const button = finder?.querySelector<HTMLButtonElement>('button');
  finder?.querySelector('input')?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    button?.click();
  });
  const said = form.querySelector<HTMLElement>('[data-chosen] strong');
  form.querySelector('[data-picked]')?.addEventListener('change', () => {
    const count = new FormData(form).getAll('student').length;
    if (said) said.textContent = say.script.studentsChosen(count);
  });
}
