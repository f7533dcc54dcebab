// The floor's relay on Bun's own server and its native publish/subscribe, in its best setting.
const LOG = 512;
const topics = new Map();

function topicOf(name) {
  let topic = topics.get(name);
  if (!topic) topics.set(name, (topic = { count: 0, log: [] }));
  return topic;
}

function publish(ws, text) {
  const name = text.slice(7, text.indexOf('"', 7));
  const topic = topicOf(name);
  topic.count += 1;
  if (topic.log.push(text) > LOG) topic.log.shift();
  server.publish(name, text);
  ws.send(`{"re":"p","ok":{"seq":${topic.count}}}`);
}

function command(ws, { id, do: name, in: input }) {
  if (name !== "subscribe") return ws.send(`{"re":"${id}","ok":{"epoch":"bun"}}`);
  const topic = topicOf(input.topic);
  ws.subscribe(input.topic);
  ws.send(`{"re":"${id}","ok":{"head":${topic.count}}}`);
  if (input.since === undefined || input.since === topic.count) return;
  for (const text of topic.log.slice(input.since - topic.count)) ws.send(text);
}

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (request, server) =>
    server.upgrade(request) ? undefined : new Response("not a socket", { status: 400 }),
  websocket: {
    perMessageDeflate: false,
    sendPings: false,
    idleTimeout: 0,
    backpressureLimit: 64 << 20,
    message: (ws, text) =>
      text.startsWith('{"on":"') ? publish(ws, text) : command(ws, JSON.parse(text)),
  },
});
console.log(`${process.pid} ${server.port}`);
