/** Within this time the other side sees what was done. It bounds the wait for a condition; nothing sleeps. */
export const BOUND = process.env.CI ? 5_000 : 1_000;

/** The first sight of a page that is only being loaded, on a machine that does other things too. */
export const LOADING = 15_000;

/** The longest wait between two attempts to connect, and the attempt itself. */
export const RECONNECTED = 15_000 + BOUND;

/** From the click that accepts a request to the gray period in everybody's window. */
export const GRAY = process.env.CI ? 1_500 : 300;
