// The group visit: Enter in the field in which one searches students searches, and does not save.

export function enhanceGroup(root: ParentNode): void {
  const finder = root.querySelector<HTMLElement>('form[data-group] [data-find]');
  const button = finder?.querySelector<HTMLButtonElement>('button');
  finder?.querySelector('input')?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    button?.click();
  });
}
