#!/usr/bin/env python3
"""Writes training-log.csv and training-log-bad.csv beside this file; README.md says what they are."""

import csv
import datetime
import io
import pathlib
import random

FOLDER = pathlib.Path(__file__).parent
HEADER = ["Date", "Time", "Setting event", "Antecedent", "Behavior", "Consequence", "Intensity", "Duration seconds",
          "Latency seconds", "Hypothesized function", "Notes", "Weather"]
FIRST_DAY = datetime.date(2026, 1, 5)
WEEKS = 45
DUPLICATES = 12

# Antecedent, the behaviors it brings about, and the function thought to be behind them.
TRIGGERS = [
    ("jogger passes at 10 m", ["barking", "lunging", "staring"], "escape"),
    ("cyclist from behind", ["lunging", "barking"], "escape"),
    ("off-leash dog runs up", ["growling", "barking", "hiding behind handler"], "escape"),
    ("man with hat, 15 m", ["barking", "staring", "backing away"], "escape"),
    ("doorbell", ["barking", "running to the door"], "attention"),
    ("visitor sits down", ["growling", "pacing", "jumping up"], "attention"),
    ("left alone for 10 min", ["whining", "howling", "scratching the door"], "attention"),
    ("neighbor’s cat on the fence", ["barking", "lunging"], "tangible"),
    ("food bowl is picked up", ["growling", "freezing"], "tangible"),
    ("other dog near the toy", ["freezing", "air snap"], "tangible"),
    ("thunder", ["trembling", "hiding"], "sensory"),
    ("garbage truck", ["barking", "pulling home"], "sensory"),
]
CONSEQUENCES = ["scatter feed", "turned away, 20 m distance", "“look at that”, then treat", "handler stepped between",
                "waited until calm, then praise", "trigger left", "mat, chew for 5 min", "U-turn, tug with the rope"]
SETTING_EVENTS = ["", "", "", "", "slept badly", "limping a little (left front)", "two visitors the day before",
                  "new medication since Monday", "hot day, 31 °C", "long car ride"]
NOTES = ["", "", "", "", "", "good recovery 🐕", "needs more distance 😬", "Käthe was holding the leash",
         "first time without barking afterwards 🎉", 'he took the "wait" cue at once',
         "Started with a stare;\nthen the whole program.\nWe went home.", "see video; ask vet about the ear",
         "Zwei Jogger, der zweite mit Hund"]
WEATHER = ["sunny", "rain", "wind", "snow", "fog", ""]


def decimal(value):
    """As a German spreadsheet writes it."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def one_row(rng, day, progress):
    antecedent, behaviors, function = rng.choice(TRIGGERS)
    intensity = max(0, min(5, round(rng.gauss(4 - 2.5 * progress, 0.9))))
    return [
        day.strftime("%d.%m.%Y"),
        f"{rng.choice([7, 8, 12, 13, 17, 18, 19, 21]):02}:{rng.randrange(0, 60, 5):02}",
        rng.choice(SETTING_EVENTS),
        antecedent,
        rng.choice(behaviors),
        rng.choice(CONSEQUENCES),
        str(intensity) if rng.random() < 0.95 else "",
        decimal(rng.expovariate(1 / (4 + 6 * intensity))) if rng.random() < 0.8 else "",
        decimal(rng.expovariate(1 / 2.5)) if rng.random() < 0.5 else "",
        function if rng.random() < 0.6 else "",
        rng.choice(NOTES),
        rng.choice(WEATHER),
    ]


def training_log(rng):
    rows = []
    for week in range(WEEKS):
        progress = week / (WEEKS - 1)
        if week in (14, 29):  # Holidays: nobody wrote anything down.
            continue
        for _ in range(rng.randint(round(17 - 11 * progress) - 2, round(17 - 11 * progress) + 3)):
            day = FIRST_DAY + datetime.timedelta(days=7 * week + rng.randrange(7))
            rows.append(one_row(rng, day, progress))
    rows.sort(key=lambda row: (row[0][6:], row[0][3:5], row[0][:2], row[1]))
    for row in rng.sample(rows, DUPLICATES):  # Pasted twice, right below each other.
        rows.insert(rows.index(row), list(row))
    return rows


def bad_rows(rng):
    """Some good rows, and between them the mistakes that people make."""
    good = [one_row(rng, datetime.date(2026, 11, 2) + datetime.timedelta(days=i), 1) for i in range(6)]
    mistakes = [
        {"Date": "31.02.2026"},
        {"Date": "yesterday"},
        {"Time": "25:10"},
        {"Intensity": "7"},
        {"Intensity": "3-4"},
        {"Behavior": ""},
        {"Duration seconds": "-5"},
        {"Duration seconds": "2 min"},
        {"Hypothesized function": "boredom"},
        {"Date": "14.03.2062"},
        {"Antecedent": "", "Consequence": "", "Intensity": "many"},
        {"Weather": "rain", "": "one cell too many"},
        {"Antecedent": "x" * 501},
    ]
    rows = []
    for number, mistake in enumerate(mistakes):
        row = one_row(rng, datetime.date(2026, 10, 1) + datetime.timedelta(days=number), 0.8)
        row[HEADER.index("Notes")] = ""
        for column, value in mistake.items():
            if column:
                row[HEADER.index(column)] = value
            else:
                row.append(value)
        rows.append(row)
        if number % 2 == 0 and good:
            rows.append(good.pop())
    return rows


def write(name, rows):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    (FOLDER / name).write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))


def main():
    rng = random.Random(20261123)
    write("training-log.csv", training_log(rng))
    write("training-log-bad.csv", bad_rows(rng))


if __name__ == "__main__":
    main()
