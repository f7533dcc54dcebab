/** What a socket tells its owner. */
export interface SocketEvents {
  opened(): void;
  text(data: string): void;
  closed(code: number): void;
}

export interface SocketPort {
  send(text: string): void;
  /** After this the socket's events are no longer delivered. */
  close(): void;
}

/** The world outside: time, chance and the network, handed in so that tests own them. */
export interface Platform {
  now(): number;
  random(): number;
  fill(bytes: Uint8Array): void;
  /** Runs once after `ms`; the returned function takes it back. */
  after(ms: number, run: () => void): () => void;
  open(events: SocketEvents): SocketPort;
}

/** The browser as platform. `url` is where the socket lives. */
export function browserPlatform(url: string): Platform {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    fill: (bytes) => {
      crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    open: (events) => openSocket(url, events),
  };
}

function openSocket(url: string, events: SocketEvents): SocketPort {
  const socket = new WebSocket(url, "parley.v1");
  let deaf = false;
  socket.onopen = () => deaf || events.opened();
  socket.onmessage = (message) => {
    if (!deaf && typeof message.data === "string") events.text(message.data);
  };
  socket.onclose = (close) => deaf || events.closed(close.code);
  return {
    send: (text) => socket.send(text),
    close: () => {
      deaf = true;
      socket.close();
    },
  };
}
