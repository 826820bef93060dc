import * as say from '../words/index.ts';
import type { Answer } from './draft.ts';

/** What is said beside the button. The first time aloud, then only when it does not work, and when it works again. */
export function wordsOf(form: HTMLFormElement) {
  const shown = form.querySelector<HTMLElement>('[data-draft-said]');
  const aloud = form.querySelector<HTMLElement>('[data-draft-aloud]');
  const choicePlace = form.querySelector<HTMLElement>('[data-draft-choice]');
  let isNews = true;
  let lastSaved = '';
  const isSaid = () => shown?.textContent === lastSaved || shown?.textContent === say.script.draft.saving;
  const show = (text: string) => {
    if (shown) shown.textContent = text;
    if (isNews && aloud) aloud.textContent = text;
  };
  return {
    // Seen, not heard: while somebody types, "Draft saved" would not be true of the last words.
    saving: () => {
      if (shown && isSaid()) shown.textContent = say.script.draft.saving;
    },
    unchanged: () => {
      if (shown && isSaid()) shown.textContent = lastSaved;
    },
    /** `isHeard`: whoever pressed for the timer hears of that, and of nothing else. */
    saved: (at: string, isHeard: boolean) => {
      if (choicePlace) choicePlace.hidden = true;
      if (isHeard) isNews = false;
      lastSaved = say.script.draft.saved(at);
      show(lastSaved);
      isNews = false;
    },
    failed: (text: string) => {
      isNews = isNews || shown?.textContent !== text;
      show(text);
      isNews = true;
    },
    choice: ({ text, openUrl }: Answer, keepMine: () => void) => {
      if (!choicePlace) return;
      const mine = Object.assign(document.createElement('button'), {
        type: 'button',
        textContent: say.script.draft.keepMine,
      });
      mine.className = 'usa-button usa-button--outline';
      mine.addEventListener('click', keepMine);
      choicePlace.replaceChildren(text, ' ');
      if (openUrl) {
        const newer = { href: openUrl, textContent: say.script.draft.openNewer };
        choicePlace.append(Object.assign(document.createElement('a'), newer), ' ');
      }
      choicePlace.append(mine);
      choicePlace.hidden = false;
      isNews = true;
    },
  };
}
