/** The tabs of an exhibitor's page, as they stand in its address. */
export const TABS = ["home", "products", "profile", "contact"] as const;

export type Tab = (typeof TABS)[number];
