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

/** What an upload is told while it runs. */
export interface Uploading {
  /** How much has been sent, from 0 to 1. */
  progress(part: number): void;
  /** Ends it early. */
  signal: AbortSignal;
}

/** Posts a file to a path below `/api/v1`. Only the older way of asking says how far it has come. */
export function upload<T>(path: string, file: Blob, { progress, signal }: Uploading): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1${path}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (it) => {
      if (it.lengthComputable && it.total > 0) progress(it.loaded / it.total);
    };
    request.onload = () => {
      try {
        resolve(outcome<T>(request.status, parsed(request.responseText)));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new Unreachable());
    request.onabort = () => reject(signal.reason ?? new Unreachable());
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function ask<T>(path: string, request: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...request, credentials: "same-origin" });
  } catch {
    throw new Unreachable();
  }
  if (response.status === 204) return undefined as T;
  return outcome<T>(response.status, await response.json().catch(() => null));
}

function outcome<T>(status: number, body: unknown): T {
  if (status >= 200 && status < 300) return body as T;
  // A proxy in front of a stopped server answers with a page of its own.
  if (body === null && status >= 502) throw new Unreachable();
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
