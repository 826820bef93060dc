// The SIS page's side of the frame. Runs in the head, so that it listens before the frame can speak.
// Every message is taken only from the service's own address and from a window that this page opened.
(() => {
  const HELLO_WITHIN = 5000;
  const SIGN_IN_WITHIN = 10000;
  // The SIS may send through a page of its own on the way.
  const PASSES_WITHIN = 1500;
  const TALLEST = 100000;

  // Back and forward bring back what the frame showed last, with the session of whoever was here then: on a shared
  // computer that can be somebody else. Such a page stays hidden until the frame has come in by its door again.
  const isOldPage = performance.getEntriesByType('navigation')[0]?.type !== 'navigate';
  document.documentElement.classList.toggle('ssp-old-page', isOldPage);

  const byId = (id) => document.getElementById(id);
  let frame = null;
  let service = '';
  let greeted = false;
  let helper = null;
  let helperTimer = 0;
  let signedOut = false;

  function show(id, visible) {
    const notice = byId(id);
    if (notice) notice.hidden = !visible;
  }

  // The script can run before the frame is parsed; the first of load event or message finds it.
  function findFrame() {
    if (frame) return true;
    frame = document.querySelector('iframe[data-ssp-service]');
    if (!frame) return false;
    service = new URL(frame.dataset.sspService.trim()).origin;
    return true;
  }

  function greet() {
    show('ssp-notice-silent', false);
    if (!greeted) {
      greeted = true;
      // Who is already busy elsewhere on the page is not pulled away.
      const active = document.activeElement;
      if (!active || active === document.body || active === frame) frame.focus({ preventScroll: true });
      return;
    }
    // Another page opened inside the frame: start at its top, as a page of its own would.
    if (frame.getBoundingClientRect().top < 0) frame.scrollIntoView({ block: 'start' });
  }

  function grow(height) {
    if (typeof height !== 'number' || !(height > 0)) return;
    frame.style.height = `${Math.min(Math.ceil(height), TALLEST)}px`;
  }

  function endHelper() {
    clearTimeout(helperTimer);
    helper?.remove();
    helper = null;
  }

  // Started here and not inside the frame: only then does the browser send the SIS's own cookie along.
  function signIn() {
    if (helper) return;
    const own = document.createElement('iframe');
    own.hidden = true;
    own.src = frame.dataset.sspSignIn;
    // A page of the SIS's own that stays in there is its sign-in page: nobody is signed in, and nothing to wait for. What an
    // earlier try found says nothing about this one.
    own.addEventListener('load', () => {
      setTimeout(() => own === helper && isPageOfSis(own) && sayAway(), PASSES_WITHIN);
    });
    helper = own;
    frame.after(own);
    helperTimer = setTimeout(sayAway, SIGN_IN_WITHIN);
  }

  function isPageOfSis(other) {
    const address = other?.contentDocument?.URL;
    return address !== undefined && address !== 'about:blank';
  }

  function sayAway() {
    endHelper();
    signedOut = true;
    show('ssp-notice-signed-out', true);
    // It stands above the frame, and the form that was being saved may be far below.
    byId('ssp-notice-signed-out')?.scrollIntoView({ block: 'nearest' });
    // Whoever is away takes as long as it takes: what waits inside goes on waiting.
    frame.contentWindow.postMessage({ type: 'ssp:signed-out' }, service);
  }

  function entered() {
    endHelper();
    signedOut = false;
    show('ssp-notice-signed-out', false);
    frame.contentWindow.postMessage({ type: 'ssp:signed-in' }, service);
  }

  addEventListener('message', (event) => {
    if (!findFrame() || event.origin !== service) return;
    const type = event.data?.type;
    if (event.source === frame.contentWindow) {
      if (type === 'ssp:hello') greet();
      if (type === 'ssp:height') grow(event.data.height);
      if (type === 'ssp:sign-in') signIn();
      return;
    }
    if (helper && event.source === helper.contentWindow && type === 'ssp:entered') entered();
  });

  // A new frame, since the browser gives none of its memory to a frame that a script has made.
  function enterByTheDoor() {
    const fresh = frame.cloneNode();
    frame.replaceWith(fresh);
    frame = fresh;
    document.documentElement.classList.remove('ssp-old-page');
  }

  addEventListener('focus', () => {
    if (signedOut) signIn();
  });

  document.addEventListener('DOMContentLoaded', () => {
    if (!findFrame()) return;
    if (isOldPage) enterByTheDoor();
    const ownTab = byId('ssp-own-tab');
    if (ownTab) ownTab.href = frame.src;
    byId('ssp-try-again')?.addEventListener('click', signIn);
    setTimeout(() => {
      if (!greeted) show('ssp-notice-silent', true);
    }, HELLO_WITHIN);
  });
})();
