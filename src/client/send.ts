import { isFramed, signInAgain } from './frame.ts';

// Asking the service without leaving the page. A session that is over is begun again on the way, once.

// A browser sends no more than 64 KB of a page that is already gone.
const MOST_LASTING = 60_000;

/**
 * The answer; undefined when the network or the service is away. `body` makes it a form that is sent; `lasting`: also when the
 * page is gone before the answer is there.
 */
export async function ask(
  address: string,
  body?: URLSearchParams,
  signingIn: () => void = () => {},
  lasting = false,
): Promise<Response | undefined> {
  const answer = await askOnce(address, body, lasting && (body?.toString().length ?? 0) < MOST_LASTING);
  if (answer?.status !== 401 || !isFramed) return answer;
  signingIn();
  return (await signInAgain()) ? askOnce(address, body) : answer;
}

async function askOnce(address: string, body?: URLSearchParams, keepalive = false): Promise<Response | undefined> {
  const headers = { 'X-Requested-With': 'ssp' };
  const sent = body ? { method: 'POST', body } : {};
  try {
    return await fetch(address, { ...sent, headers, keepalive, credentials: 'same-origin' });
  } catch {
    return undefined;
  }
}

/** What a form would send; `pressed`: the button that sends it, which may have something to say itself. */
export function contentOf(form: HTMLFormElement, pressed: HTMLButtonElement | null = null): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  if (pressed?.name) body.append(pressed.name, pressed.value);
  return body;
}
