import type { CodeBook } from '../codes/service.ts';
import { today } from '../server/clock.ts';
import { type Context, codesOf } from '../server/context.ts';
import { choiceFieldOf, codeChoice, type Fault, textFieldOf } from '../server/form-fields.ts';
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

/** The form that adds one; sensitive purposes are not on its list. */
export function addFavouriteForm(
  codes: CodeBook,
  sent: { input: VisitInput; faults: Fault[] } | undefined,
  day: string,
) {
  const input = sent?.input ?? {};
  const faults = sent?.faults ?? [];
  const purposes = codes.selectable('PURPOSE', day).filter(({ code }) => !codes.isSensitive(code));
  const options = [{ value: '', label: '' }, ...purposes.map(({ code, label }) => ({ value: code, label }))];
  return {
    open: faults.length > 0,
    faults,
    purpose: choiceFieldOf('purpose', say.forms.purpose, input.purpose ?? '', [{ label: null, options }], faults),
    service: codeChoice(
      'service_1',
      say.today.favourites.service,
      'SERVICE',
      input.service_1 ?? '',
      day,
      faults,
      { emptyLabel: '' },
      codes,
    ),
    minutes: textFieldOf('minutes', say.forms.minutes, input.minutes ?? '15', faults, {
      type: 'number',
      min: '1',
      max: '180',
    }),
  };
}
