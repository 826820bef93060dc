// Users.DCID of those of the cast who write visits down.

export const REYES = 9001;
export const CHEN = 9002;
export const BROOKS = 9003;
export const KOWALSKI = 9004;
export const OSEI = 9010;
export const FITZGERALD = 9011;
export const HAAS = 9013;
