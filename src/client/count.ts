import { isFramed, tellCount } from './frame.ts';

// How many referrals came in stands in the SIS's navigation. Asked once for each page that opens in the frame.

export async function countReferrals(): Promise<void> {
  if (!isFramed || document.body.dataset.token === undefined) return;
  if (document.body.dataset.counts === undefined) return tellCount(null);
  try {
    const answer = await fetch('/referrals/count', {
      headers: { 'X-Requested-With': 'ssp' },
      credentials: 'same-origin',
    });
    if (!answer.ok) return;
    const { count } = (await answer.json()) as { count: number };
    tellCount(count);
  } catch {
    // The number is a comfort: the page says what came in all the same.
  }
}
