"""Loki and an OpenAI-compatible endpoint, as servers that answer as the real ones do."""

import json
import random
import urllib.parse
from collections.abc import Callable

from analyzer import Server


def loki(streams: list[dict]) -> Server:
    """GET /loki/api/v1/query_range of Loki 2.9 and 3, after its documentation: `streams` are {"stream": {labels},
    "values": [[nanoseconds as text, line], …]}. Times, limit and direction are kept as Loki keeps them; the selector is
    not read, tests look at what was asked."""

    def answer(_method, path, _headers, _body):
        query = {name: values[0] for name, values in urllib.parse.parse_qs(urllib.parse.urlsplit(path).query).items()}
        found = []
        for one in streams:
            values = [v for v in one["values"] if int(query["start"]) <= int(v[0]) < int(query["end"])]
            values.sort(key=lambda v: int(v[0]), reverse=query["direction"] == "backward")
            if values[: int(query["limit"])]:
                found.append({"stream": one["stream"], "values": values[: int(query["limit"])]})
        statistics = {"summary": {"bytesProcessedPerSecond": 0, "totalLinesProcessed": 0}}
        return 200, {"status": "success", "data": {"resultType": "streams", "result": found, "stats": statistics}}

    return Server(answer)


def lines_at(start_ns: int, stream: dict, *lines: str) -> dict:
    """A stream of Loki with a line each millisecond, in the form of its answers."""
    return {"stream": stream, "values": [[str(start_ns + i * 1_000_000), line] for i, line in enumerate(lines)]}


def openai(analysis: dict | Callable[[str], dict], responses: bool = True, host: str = "127.0.0.1") -> Server:
    """POST /responses (or only /chat/completions, as older servers have) with this analysis as the answer, or with what
    a function makes of the question."""

    def answer(_method, path, _headers, body):
        asked = json.loads(body)
        answered = analysis(question(asked)) if callable(analysis) else analysis
        usage = {"input_tokens": len(body) // 4, "output_tokens": 200, "total_tokens": len(body) // 4 + 200}
        text = json.dumps(answered)
        if path == "/v1/responses" and responses:
            content = [{"type": "output_text", "text": text, "annotations": []}]
            message = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": content}
            return 200, {"id": "resp_1", "object": "response", "status": "completed", "model": asked["model"], "output": [message], "usage": usage}
        if path == "/v1/chat/completions":
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, "refusal": None}}
            counted = {"prompt_tokens": usage["input_tokens"], "completion_tokens": 200}
            return 200, {"id": "chatcmpl-1", "object": "chat.completion", "model": asked["model"], "choices": [choice], "usage": counted}
        return 404, {"error": {"message": "Unknown request URL", "type": "invalid_request_error"}}

    return Server(answer, host)


def question(asked: dict) -> str:
    """The alerts and lines that a request asks about."""
    return asked["input"] if "input" in asked else "\n".join(message["content"] for message in asked["messages"])


ANALYSIS = {
    "summary": "The registry cannot write: its disk is full.",
    "probableCause": "No space is left on /data.",
    "confidence": "high",
    "evidence": [{"ref": "L1", "quote": "no space left on device"}, {"ref": "L2", "quote": "the moon is made of cheese"}],
    "actions": [{"step": "Look at df -h.", "risk": "low"}],
    "suspectedInjection": False,
}


def planted_secrets(count: int) -> list[tuple[str, str]]:
    """(line, secret) of as many, of every kind that logs have."""
    randomness = random.Random(20261125)
    upper, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
    alnum = upper + upper.lower() + digits

    def some(characters: str, length: int) -> str:
        return "".join(randomness.choice(characters) for _ in range(length))

    planted = []
    while len(planted) < count:
        local, password, token = some(upper.lower(), 10), some(alnum, 14), some(alnum, 40)
        phone, key, jwt = some("123456789", 7), "AKIA" + some(upper, 16), f"eyJhbGciOiJIUzI1NiJ9.eyJ{some(alnum, 30)}.{some(alnum, 43)}"
        planted += [
            (f"mail to {local}@kennel.example.org bounced", f"{local}@kennel"),
            (f"using {key} in eu-central-1", key),
            (f"token {jwt} rejected", jwt[25:]),
            (f"Authorization: Bearer {token}", token),
            (f"postgres://app:{password}@db:5432/dogs failed", password),
            (f'{{"user":"olga","password":"{password}"}}', password),
            (f"Cookie: session={token}; theme=dark", token),
            (f"call from +49 171 {phone} dropped", f"171 {phone}"),
            (f"api_key={token} is not valid", token),
            (f"-----BEGIN PRIVATE KEY-----\\n{token}\\n-----END PRIVATE KEY-----", token),
        ]
    return planted[:count]
