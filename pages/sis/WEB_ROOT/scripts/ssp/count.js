// How many referrals came in stands beside the link of the SIS's main navigation: a number, and nothing about anybody. A page
// with our own frame hears it from there. Any other asks in a hidden frame once it is all there, so that nothing waits for
// it, and in one tab every five minutes at most. Without an answer the navigation stays as it is.
(() => {
  // The SIS may move what it puts into a page, and run it once more.
  if (window.sspCounts) return;
  window.sspCounts = true;

  const ANSWER_WITHIN = 15000;
  const FRESH = 300000;
  const KEPT = 'ssp-count';
  const own = document.currentScript ?? document.querySelector('script[data-ssp-new]');
  const { sspNew: one = '', sspNews: several = '', sspAsk: door = '' } = own?.dataset ?? {};

  let asking = null;
  let timer = 0;

  const ownFrame = () => document.querySelector('iframe[data-ssp-service]');
  const links = () => [...document.querySelectorAll('a[href*="/admin/ssp/reports.html"]')];
  const originOf = (address) => new URL(address.trim(), location.href).origin;

  // The link keeps its name; what stands beside it is read out with it.
  function mark(count) {
    for (const shown of document.querySelectorAll('.ssp-count')) shown.remove();
    for (const [at, link] of links().entries()) {
      link.removeAttribute('aria-describedby');
      if (!count) continue;
      const shown = document.createElement('span');
      shown.className = 'ssp-count';
      shown.id = `ssp-count-${at}`;
      shown.textContent = `${count} ${count === 1 ? one : several}`;
      shown.style.cssText = 'display: inline-block; white-space: nowrap; font-size: 0.875em; line-height: 1.3;';
      link.setAttribute('aria-describedby', shown.id);
      link.after(' ', shown);
    }
  }

  // Where a browser keeps nothing, each page asks.
  function inTab(work) {
    try {
      return work(sessionStorage);
    } catch {
      return null;
    }
  }

  // Of this tab and this person: the next one at a shared computer is asked for anew.
  function kept() {
    const found = inTab((tab) => JSON.parse(tab.getItem(KEPT)));
    const isFresh = found?.count === null || Date.now() - found?.at < FRESH;
    return found?.door === door && isFresh ? found : null;
  }

  /** null: whoever is signed in takes no referrals, and is not asked for again. */
  function told(count) {
    if (count !== null && !(Number.isInteger(count) && count >= 0 && count <= 9999)) return;
    // In the page's own frame one works on it: what was kept before is old.
    if (asking) inTab((tab) => tab.setItem(KEPT, JSON.stringify({ door, count, at: Date.now() })));
    else inTab((tab) => tab.removeItem(KEPT));
    mark(count);
    end();
  }

  function end() {
    clearTimeout(timer);
    asking?.remove();
    asking = null;
  }

  function ask() {
    if (door === '' || ownFrame() || links().length === 0) return;
    const before = kept();
    if (before) {
      mark(before.count);
      return;
    }
    asking = document.createElement('iframe');
    asking.hidden = true;
    asking.src = door;
    document.body.append(asking);
    // The service is away, or nobody is signed in: the next pages do without.
    timer = setTimeout(() => told(0), ANSWER_WITHIN);
  }

  addEventListener('message', ({ data, origin, source }) => {
    const frame = asking ?? ownFrame();
    if (data?.type !== 'ssp:count' || !frame || source !== frame.contentWindow) return;
    if (origin === originOf(asking ? door : frame.dataset.sspService)) told(data.count);
  });

  const whenIdle = () => (window.requestIdleCallback ?? setTimeout)(ask);
  if (document.readyState === 'complete') whenIdle();
  else addEventListener('load', whenIdle);
})();
