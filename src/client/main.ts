// Comfort for the pages: everything here works without it, only slower.
import { lookBeside } from './beside.ts';
import { enhanceCombos } from './combo.ts';
import { joinFrame } from './frame.ts';
import { enhanceLines } from './lines.ts';
import { savePages } from './save.ts';
import { enhanceTimes } from './timer.ts';

/** Wires up whatever the page has; called again whenever the content was taken from a new answer. */
function enhance(root: ParentNode): void {
  enhanceCombos(root);
  enhanceLines(root, enhanceCombos);
  enhanceTimes(root);
  for (const button of root.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());
}

document.documentElement.classList.add('js');
joinFrame();
enhance(document);
savePages(enhance);
lookBeside(enhance);
