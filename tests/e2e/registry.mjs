// A server of the test's own: free port, temporary data folder, the built page. Also the API as scripts use it, for
// what a test takes as given.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { frontend, program } from "./needs.mjs";

/**
 * Resolves when it serves: `url`, the folder `outbox` of its mails, `stop()`, which fails unless it ends well, and
 * `restart(page)`, which serves another build of the page at the same address with the same data. With E2E_URL it is a
 * server that runs already, which has nothing but `url`.
 */
export function startRegistry() {
  if (process.env.E2E_URL) return { url: process.env.E2E_URL, stop() {} };
  return serve(mkdtempSync(join(tmpdir(), "doggy-e2e-")), frontend, 0);
}

async function serve(folder, page, port) {
  const log = await open(join(folder, "log"), "w");
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("DOGGY_")));
  const args = ["serve", "--data", join(folder, "data"), "--frontend", page];
  args.push("--listen", `127.0.0.1:${port}`, "--metrics-listen", "", "--log-level", "warn");
  const server = spawn(program, args, { env, stdio: ["ignore", "pipe", log.fd] });
  const ended = once(server, "exit");
  // Whatever ends the test also ends the server.
  process.once("exit", () => server.kill("SIGKILL"));

  const end = async () => {
    server.kill("SIGTERM");
    const [status] = await ended;
    await log.close();
    const words = readFileSync(join(folder, "log"), "utf8");
    if (status !== 0) throw new Error(`the server ended with status ${status}: ${words}`);
  };
  const stop = () => end().finally(() => rmSync(folder, { recursive: true }));
  for await (const line of createInterface({ input: server.stdout })) {
    const url = line.split(" ").at(-1);
    if (url.startsWith("http://")) {
      server.stdout.resume();
      const restart = async (other) => {
        await end();
        return serve(folder, other, new URL(url).port);
      };
      return { url: url.replace(/\/$/, ""), outbox: join(folder, "data", "outbox"), stop, restart };
    }
  }
  await ended;
  throw new Error(`${program} does not serve: ${readFileSync(join(folder, "log"), "utf8")}`);
}

/** One account over the API. */
export class Client {
  #url;
  #token;

  static async signUp(url, account) {
    const client = new Client();
    client.#url = url;
    await client.call("POST", "/v1/accounts", account);
    const { email, password } = account;
    client.#token = (await client.call("POST", "/v1/sessions", { email, password })).token;
    return client;
  }

  /** The answer to a request that must succeed. */
  async call(method, path, body) {
    const headers = { ...(this.#token && { Authorization: `Bearer ${this.#token}` }) };
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(this.#url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  addDog(fields) {
    return this.call("POST", "/v1/dogs", { role: "trainer", ...fields });
  }

  write(dog, fields) {
    return this.call("PUT", `/v1/dogs/${dog.id}/records/${crypto.randomUUID()}`, fields);
  }
}
