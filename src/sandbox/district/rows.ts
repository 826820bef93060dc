// What the generators hand over: one row at a time, with the name of its table. The columns stand here once, in the
// order in which a loader binds them, so that SQLite and a bulk loader can take the same rows.

const words = <const T extends string>(...lines: T[]) => lines.join(' ').split(' ') as Split<T>[];
type Split<T extends string> = T extends `${infer Head} ${infer Rest}` ? Head | Split<Rest> : T;

export const COLUMNS = {
  Schools: words('DCID ID Name School_Number Abbreviation Low_Grade High_Grade'),
  Terms: words('DCID ID SchoolID YearID Name Abbreviation FirstDay LastDay IsYearRec Portion'),
  Calendar_Day: words('DCID SchoolID Date_Value InSession'),
  RoleDef: words('ID Name RoleKey Description'),
  Users: words('DCID LastFirst First_Name Last_Name Title TeacherNumber Email_Addr LoginID GroupValue HomeSchoolID'),
  SchoolStaff: words('DCID ID Users_DCID SchoolID Status StaffStatus'),
  RoleDefTeachersMap: words('ID RoleDefID TeachersDCID SchoolID IsDistrict IsEnabled'),
  Students: words(
    'DCID ID Student_Number State_StudentNumber LastFirst First_Name Middle_Name Last_Name DOB Gender Grade_Level',
    'SchoolID Enroll_Status EntryDate ExitDate Ethnicity FedEthnicity Home_Room',
  ),
  S_STU_X: words('StudentsDCID EL SpEd Section504 EconDisadv HomeLanguage'),
  ReEnrollments: words('DCID ID StudentID SchoolID EntryDate ExitDate Grade_Level'),
  u_ssp_visit: words(
    'id form_key visit_date visit_month school_year school_id start_min end_min minutes purpose purpose_text sensitive',
    'visit_type initiator setting modality disposition follow_up author author_title created_at group_kind revision',
  ),
  u_ssp_visit_student: words(
    'id visit_id student_dcid visit_date grade_level sex grade_band race is_el is_swd is_504 is_econ',
  ),
  u_ssp_visit_purpose: words('id visit_id line_no purpose'),
  u_ssp_visit_service: words('id visit_id line_no service tier'),
  u_ssp_referral: words(
    'id visit_id student_dcid school_id need reason urgency is_mental_health opened_on opened_month school_year',
    'grade_level sex grade_band race is_el is_swd is_504 is_econ author created_at',
  ),
  u_ssp_target: words(
    'id referral_id kind provider outcome access first_service_on days_to_service closed_on revision status round_no owner',
    'assignee next_step next_due next_owner days_to_offer days_to_close month_state month_from month_on is_put_off',
    'net_to_service net_to_offer net_to_close',
  ),
  u_ssp_milestone: words('id target_id kind happened_on outcome author created_at round_no due_on is_active form_key'),
} as const;

export type TableName = keyof typeof COLUMNS;
export type Value = string | number | null;
export type Row<T extends TableName> = Record<(typeof COLUMNS)[T][number], Value>;
export type TableRow = { [T in TableName]: { table: T; row: Row<T> } }[TableName];

/** A row with the name of its table, checked against the table's columns. */
export function into<T extends TableName>(table: T, row: Row<T>): TableRow {
  return { table, row } as TableRow;
}

/** The row's values in the order of its table's columns. */
export function valuesOf({ table, row }: TableRow): Value[] {
  const columns: readonly string[] = COLUMNS[table];
  const values = new Array<Value>(columns.length);
  for (let i = 0; i < columns.length; i++) values[i] = (row as Record<string, Value>)[columns[i] as string] as Value;
  return values;
}
