/** How wide the columns of people, invitations and keys are where there is room, so that the lists of a page line up. */
export const COLUMNS = {
  name: "28%",
  email: "32%",
  /** A name with nothing beside it. */
  wideName: "60%",
  role: "12%",
  date: "14%",
  actions: "14%",
} as const;
