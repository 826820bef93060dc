export const NYC_STATISTICS: [string, string | null, string][] = [];
