import { isFramed, signInAgain } from './frame.ts';

// Asking the service without leaving the page. A session that is over is begun again on the way, once.

/** The answer; undefined when the network or the service is away. `body` makes it a form that is sent. */
export async function ask(
  address: string,
  body?: URLSearchParams,
  signingIn: () => void = () => {},
): Promise<Response | undefined> {
  const answer = await askOnce(address, body);
  if (answer?.status !== 401 || !isFramed) return answer;
  signingIn();
  return (await signInAgain()) ? askOnce(address, body) : answer;
}

async function askOnce(address: string, body?: URLSearchParams): Promise<Response | undefined> {
  const headers = { 'X-Requested-With': 'ssp' };
  try {
    return await fetch(address, { ...(body ? { method: 'POST', body } : {}), headers, credentials: 'same-origin' });
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
