import { Refused, readRefusal } from "@/protocol/codes";
import type { CommandName } from "@/protocol/commands";
import { Signal } from "@/realtime/value";

/** The server could not be reached at all. */
export class Unreachable extends Error {
  constructor() {
    super("unreachable");
    this.name = "Unreachable";
  }
}

/** Told when the server says that nobody is signed in. */
export const signedOut = new Signal<void>();

/** Reads a resource below `/api/v1`. */
export function get<T>(path: string): Promise<T> {
  return ask<T>(path, { method: "GET" });
}

/** Posts JSON to a path below `/api/v1`. */
export function post<T>(path: string, body: object): Promise<T> {
  return ask<T>(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
}

/** Sends a command while the page is being closed, when a socket would no longer carry it. */
export function sendLeaving(name: CommandName, id: string, input: object): void {
  void fetch(`/api/v1/do/${name}`, {
    method: "POST",
    body: JSON.stringify({ id, in: input }),
    headers: { "content-type": "application/json" },
    credentials: "same-origin",
    keepalive: true,
  }).catch(() => {});
}

async function ask<T>(path: string, request: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...request, credentials: "same-origin" });
  } catch {
    throw new Unreachable();
  }
  if (response.status === 204) return undefined as T;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  // A proxy in front of a stopped server answers with a page of its own.
  if (body === null && response.status >= 502) throw new Unreachable();
  const refusal = readRefusal((body as { no?: unknown } | null)?.no ?? body);
  if (refusal.code === "unauthenticated") signedOut.emit();
  throw new Refused(refusal);
}

/** Joins what is set to a query string. */
export function query(values: { [name: string]: string | number | undefined | null }): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}
