// Comfort for the pages: everything here works without it, only slower.
import { lookBeside } from './beside.ts';
import { enhanceCombos } from './combo.ts';
import { countReferrals } from './count.ts';
import { enhanceEnd, enhanceSteps, watchCalls } from './crisis.ts';
import { enhanceDraft } from './draft.ts';
import { focusFaults } from './faults.ts';
import { joinFrame } from './frame.ts';
import { enhanceGroup } from './group.ts';
import { askBeforeLeaving, guardForm } from './leave.ts';
import { enhanceLines } from './lines.ts';
import { enhanceQuick } from './quick.ts';
import { savePages } from './save.ts';
import { watchSession } from './stay.ts';
import { enhanceTimes } from './timer.ts';

/** Wires up whatever the page has; called again whenever the content was taken from a new answer. */
function enhance(root: ParentNode): void {
  enhanceCombos(root);
  enhanceLines(root, enhanceCombos);
  enhanceDraft(root);
  enhanceTimes(root);
  enhanceSteps(root, enhance);
  enhanceEnd(root);
  enhanceQuick(root);
  enhanceGroup(root);
  guardForm(root);
  for (const button of root.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());
}

document.documentElement.classList.add('js');
joinFrame();
enhance(document);
savePages(enhance);
focusFaults();
lookBeside(enhance);
askBeforeLeaving();
watchSession();
watchCalls();
void countReferrals();
