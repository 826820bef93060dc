import { TEXAS_COMPONENTS } from '../codes/data/texas.ts';
import { codeSet } from '../codes/service.ts';
import type { Rules } from '../settings/profile/profile.ts';
import * as say from '../words/index.ts';
import type { StaffingRow } from './store.ts';

// By what working time is counted: the state's profile says so.

export interface TimeCategories {
  uses: readonly string[];
  /** Their heads, in this order. */
  heads: readonly string[];
  useOf(row: Pick<StaffingRow, 'what' | 'code'>): string;
  /** Those of which a share is asked for: four fifths, in both. */
  counted: readonly string[];
  countedHead: string;
  about: string;
}

const ASCA = say.reports.staffing.asca;
const TEXAS = say.reports.staffing.texas;

export const TIME_CATEGORIES: Record<Rules['time_logging.categories'], TimeCategories> = {
  ASCA: {
    uses: ['direct', 'indirect', 'program', 'other'],
    heads: [ASCA.direct, ASCA.indirect, ASCA.program, ASCA.other],
    useOf: ({ what, code }) => {
      const codes = codeSet(what === 'time' ? 'TIME_USE' : 'SERVICE');
      return codes.find((one) => one.code === code)?.time ?? 'other';
    },
    counted: ['direct', 'indirect'],
    countedHead: ASCA.counted,
    about: ASCA.about,
  },
  TEXAS_PROGRAM: {
    uses: ['guidance', 'responsive', 'planning', 'system', 'other'],
    heads: [TEXAS.guidance, TEXAS.responsive, TEXAS.planning, TEXAS.system, TEXAS.other],
    useOf: ({ code }) => TEXAS_COMPONENTS.get(code) ?? 'other',
    counted: ['guidance', 'responsive', 'planning', 'system'],
    countedHead: TEXAS.counted,
    about: TEXAS.about,
  },
};
