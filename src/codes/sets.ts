import { BARRIER } from './data/barrier.ts';
import { DISPOSITION } from './data/disposition.ts';
import { GROUPING } from './data/grouping.ts';
import { INITIATOR } from './data/initiator.ts';
import { MILESTONE } from './data/milestone.ts';
import { MODALITY } from './data/modality.ts';
import { PROVIDER } from './data/provider.ts';
import { PURPOSE } from './data/purpose.ts';
import { REF_LOCATION } from './data/ref-location.ts';
import { REF_NEED } from './data/ref-need.ts';
import { REF_OUTCOME } from './data/ref-outcome.ts';
import { REF_TYPE } from './data/ref-type.ts';
import { SERVICE } from './data/service.ts';
import { SETTING } from './data/setting.ts';
import { TIME_USE } from './data/time-use.ts';
import { URGENCY } from './data/urgency.ts';
import { VISIT_TYPE } from './data/visit-type.ts';
import type { AboutSet, CodeSetName, CodeSets } from './types.ts';

export type CodeSet<N extends CodeSetName> = AboutSet & { codes: readonly CodeSets[N][] };

export const SETS: { readonly [N in CodeSetName]: CodeSet<N> } = {
  PURPOSE: { title: 'Purpose of a visit', codes: PURPOSE },
  VISIT_TYPE: { title: 'Visit type', codes: VISIT_TYPE },
  INITIATOR: { title: 'Who started the visit', codes: INITIATOR },
  SETTING: { title: 'Setting of a visit', codes: SETTING },
  MODALITY: { title: 'Modality of a visit', codes: MODALITY },
  GROUPING: { title: 'Who was served together', codes: GROUPING, ceds: '001510', edfi: 'DeliveryMethodDescriptor' },
  DISPOSITION: { title: 'Disposition after a visit', codes: DISPOSITION },
  SERVICE: { title: 'Service given', codes: SERVICE, ceds: '000273', edfi: 'ServiceDescriptor' },
  PROVIDER: { title: 'Provider type', codes: PROVIDER, ceds: '000087', edfi: 'StaffClassificationDescriptor' },
  REF_TYPE: { title: 'Kind of referral', codes: REF_TYPE },
  REF_LOCATION: { title: 'Where the referred service takes place', codes: REF_LOCATION },
  REF_NEED: { title: 'Need of a referral', codes: REF_NEED },
  URGENCY: { title: 'Urgency of a referral', codes: URGENCY, fhir: 'request-priority' },
  MILESTONE: { title: 'Milestone of a referral', codes: MILESTONE, ceds: '001482', fhir: 'task-status' },
  REF_OUTCOME: { title: 'Outcome of a referral', codes: REF_OUTCOME, ceds: '001482', fhir: 'task-status' },
  BARRIER: { title: 'Barrier to a service', codes: BARRIER },
  TIME_USE: { title: 'Time without a student', codes: TIME_USE },
};
