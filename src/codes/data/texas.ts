// What services and working time are in the program of a Texas school counselor (19 TAC 61.1073): a second set of categories
// beside ASCA's. The state names the components, not our codes: this table is the product's own reading, for the district's
// counsel to confirm.

export type TexasComponent = 'guidance' | 'responsive' | 'planning' | 'system' | 'other';

const codesOf: Record<TexasComponent, string> = {
  // Lessons and talks for everybody.
  guidance: 'CLASS_LESSON LESSON ASSEMBLY',
  // What answers a need of one or a few students, and all that is done around it.
  responsive: `IND_COUNS GRP_COUNS FAM_COUNS CRISIS RISK_ASSESS CHECKIN CALMING SCREEN SKILLS BEH_PLAN CONSULT_TCH CONSULT_TEAM
    CONSULT_PROV COLLATERAL HOME_VISIT CASE_MGMT BASIC_NEED MEDIATION MAND_REPORT REFERRAL_MADE`,
  // Plans of a student's own, and what is measured for them.
  planning: 'ADVISE ASSESS',
  // What keeps the program going.
  system: 'PLANNING RECORDS PARTNER_CALL TEAM FAMILY_EVENT TRAINING',
  // No part of the counseling program.
  other: 'NURSE_CARE INTERP OTH DUTY TESTING OTHER',
};

/** The component of each standard service and of each kind of working time. */
export const TEXAS_COMPONENTS: ReadonlyMap<string, TexasComponent> = new Map(
  Object.entries(codesOf).flatMap(([component, codes]) =>
    codes.split(/\s+/).map((code) => [code, component as TexasComponent] as const),
  ),
);
