// The page inside the SIS's frame. Messages go to the SIS's origin alone and are taken from it alone.

const sisOrigin = document.body.dataset.sisOrigin ?? '';
export const isFramed = window.parent !== window;

/** Says how many referrals came in: a number, and nothing about anybody. null: to whoever is here none can. */
export function tellCount(count: number | null): void {
  tellSis({ type: 'ssp:count', count });
}

function tellSis(message: object): void {
  if (isFramed && sisOrigin) window.parent.postMessage(message, sisOrigin);
}

/** Says hello, keeps the frame as tall as its content, and ends a helper frame's only task. */
export function joinFrame(): void {
  if (!isFramed) return;
  document.documentElement.classList.add('framed');
  if (document.querySelector('[data-entered]')) {
    tellSis({ type: 'ssp:entered' });
    return;
  }
  tellSis({ type: 'ssp:hello' });
  const tellHeight = () =>
    tellSis({ type: 'ssp:height', height: Math.ceil(document.body.getBoundingClientRect().height) });
  new ResizeObserver(tellHeight).observe(document.body);
  // A page that only says "please sign in" asks for it by itself, and comes back as the page that was wanted.
  if (document.querySelector('[data-sign-in-needed]') && !document.querySelector('[data-sign-in-needed] form')) {
    void signInAgain().then((signedIn) => signedIn && location.replace(location.href));
  }
}

const PATIENCE_MS = 30_000;

/**
 * Asks the SIS's page to start a sign-in; true when it says that somebody is signed in, false when it says nothing at all.
 * A page that has said that nobody is signed in to the SIS is waited for: signing in there takes people minutes.
 */
export function signInAgain(): Promise<boolean> {
  if (!isFramed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const finish = (signedIn: boolean) => {
      window.removeEventListener('message', hear);
      clearTimeout(timer);
      resolve(signedIn);
    };
    const hear = (event: MessageEvent) => {
      if (event.origin !== sisOrigin || event.source !== window.parent) return;
      const type = (event.data as { type?: string } | null)?.type;
      if (type === 'ssp:signed-out') clearTimeout(timer);
      if (type === 'ssp:signed-in') finish(true);
    };
    const timer = setTimeout(() => finish(false), PATIENCE_MS);
    window.addEventListener('message', hear);
    tellSis({ type: 'ssp:sign-in' });
  });
}
