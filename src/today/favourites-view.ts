import type { CodeBook } from '../codes/service.ts';
import { today } from '../server/clock.ts';
import { type Context, codesOf } from '../server/context.ts';
import { choiceFieldOf, type Fault, textFieldOf } from '../server/form-fields.ts';
import type { VisitInput } from '../visits/check.ts';
import * as say from '../words/index.ts';
import { favouriteInput, favouriteWords, isUsable, MOST_FAVOURITES, readFavourites } from './favourites.ts';

/** The favourites as Today lists them, to be arranged. */
export async function favouritesModel(context: Context) {
  const codes = await codesOf(context);
  const day = today(context.clock);
  const favourites = await readFavourites(context);
  return favourites.map((favourite, at) => ({
    id: favourite.id,
    label: favouriteWords(favourite, codes),
    about: isUsable(favourite, codes, day)
      ? codes.label('SERVICE', favourite.service)
      : say.today.favourites.notOffered,
    mayUp: at > 0,
    mayDown: at < favourites.length - 1,
  }));
}

/** The favourites as buttons of the quick visit; what each fills in stands beside it, for the script. */
export async function favouriteButtons(context: Context, codes: CodeBook) {
  const day = today(context.clock);
  const favourites = await readFavourites(context);
  return favourites
    .filter((favourite) => isUsable(favourite, codes, day))
    .slice(0, MOST_FAVOURITES)
    .map((favourite) => ({
      id: favourite.id,
      label: favouriteWords(favourite, codes),
      fill: JSON.stringify(favouriteInput(favourite)),
    }));
}

/** The form that adds one; what favourites never hold is not on its lists. */
export function addFavouriteForm(
  codes: CodeBook,
  sent: { input: VisitInput; faults: Fault[] } | undefined,
  day: string,
) {
  const input = sent?.input ?? {};
  const faults = sent?.faults ?? [];
  const purposes = codes.selectable('PURPOSE', day).filter(({ code }) => !codes.isSensitive(code));
  const services = codes.selectable('SERVICE', day).filter(({ code }) => codes.mayBeProposed(code));
  const among = (offered: readonly { code: string; label: string }[]) => [
    { label: null, options: [{ value: '', label: '' }, ...offered.map(({ code, label }) => ({ value: code, label }))] },
  ];
  return {
    open: faults.length > 0,
    faults,
    purpose: choiceFieldOf('purpose', say.forms.purpose, input.purpose ?? '', among(purposes), faults),
    service: choiceFieldOf('service_1', say.today.favourites.service, input.service_1 ?? '', among(services), faults),
    minutes: textFieldOf('minutes', say.forms.minutes, input.minutes ?? '15', faults, {
      type: 'number',
      min: '1',
      max: '180',
    }),
  };
}
