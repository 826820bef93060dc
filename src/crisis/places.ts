// Where things of a crisis are. Its addresses; and where its sealed texts belong: one that is moved to another row does not open there.

/** The reference number of a report. */
export const placeOfReport = (crisis: number, no: number, student: number) =>
  `u_ssp_crisis_report:${crisis}:${no}:${student}`;

/** The words of a follow-up. */
export const placeOfFollowUp = (crisis: number, line: number, student: number) =>
  `u_ssp_follow_up:${crisis}:${line}:${student}`;

/** A crisis's own page. */
export const urlOf = (crisis: number) => `/crisis/${crisis}`;

/** The student's page with the visit that writes a crisis down. */
export const visitUrlOf = (crisis: number) => `${urlOf(crisis)}/visit#visit`;
