"""Tests of the tests: that the gates of scripts/ report what they are there for, that the runner hides no failure, and
that the books of acknowledged writes hide no loss."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
sys.path[:0] = [str(SCRIPTS), str(SCRIPTS.parent / "tests/shared")]

import books  # noqa: E402
import check_layers  # noqa: E402
import check_text  # noqa: E402
import clang_tidy  # noqa: E402


class Layers(unittest.TestCase):
    def assert_allowed(self, path, include):
        self.assertIsNone(check_layers.why_not(path, include))

    def assert_forbidden(self, path, include):
        self.assertIsNotNone(check_layers.why_not(path, include), f"{path} may include {include}")

    def test_platform_knows_no_service(self):
        self.assert_forbidden("platform/json/codec.h", "registry/types/note.h")
        self.assert_forbidden("platform/json/codec_test.cc", "registry/types/note.h")
        self.assert_allowed("platform/http/server.cc", "platform/async/task.h")

    def test_pure_folders_do_no_io(self):
        for path in ("registry/types/note.cc", "registry/circle/policy.h", "registry/progress/rate.cc"):
            for include in ("boost/asio/awaitable.hpp", "registry/store/store.h", "platform/http/message.h", "sqlite3.h"):
                self.assert_forbidden(path, include)
        self.assert_allowed("registry/circle/circle.cc", "registry/store/store.h")

    def test_only_api_and_wiring_know_http(self):
        self.assert_forbidden("registry/records/records.h", "platform/http/message.h")
        self.assert_allowed("registry/api/routes.cc", "platform/http/message.h")
        self.assert_allowed("registry/app/registry.cc", "platform/http/server.h")

    def test_beast_stays_in_sources_of_http(self):
        self.assert_allowed("platform/http/server.cc", "boost/beast/http.hpp")
        self.assert_forbidden("platform/http/server.h", "boost/beast/http.hpp")
        self.assert_forbidden("registry/api/routes.cc", "boost/beast/http.hpp")

    def test_sqlite_stays_in_its_adapter(self):
        self.assert_allowed("registry/store/sqlite/connection.cc", "sqlite3.h")
        self.assert_forbidden("registry/accounts/accounts.cc", "sqlite3.h")
        self.assert_forbidden("registry/accounts/accounts.cc", "registry/store/sqlite/sqlite_store.h")
        self.assert_allowed("registry/accounts/accounts_test.cc", "registry/store/memory/memory_store.h")

    def test_nothing_is_started_and_forgotten(self):
        for line in (
            "  boost::asio::co_spawn(loop, work(), boost::asio::detached);",
            "  asio::co_spawn(loop, work(), [](std::exception_ptr) {});",
            "  post(loop, work, asio::detached);",
        ):
            self.assertIsNotNone(check_layers.why_not_say("registry/app/sweeper.cc", line))
            self.assertIsNotNone(check_layers.why_not_say("platform/http/server.cc", line))
            self.assertIsNone(check_layers.why_not_say("platform/async/supervisor.cc", line))
            self.assertIsNone(check_layers.why_not_say("registry/jobs/runner_test.cc", line))
        line = '  background.spawn_once(loop, "mail", work());'
        self.assertIsNone(check_layers.why_not_say("registry/app/sweeper.cc", line))

    def test_program_reports_file_and_line(self):
        with tempfile.TemporaryDirectory() as root:
            file = pathlib.Path(root, "platform/x.h")
            file.parent.mkdir()
            file.write_text('#pragma once\n#include "registry/dogs/dog.h"\nasio::detached;\n', encoding="utf-8")
            ended = subprocess.run(
                [SCRIPTS / "check_layers.py", root], capture_output=True, text=True, check=False
            )
        self.assertEqual(ended.returncode, 1)
        self.assertIn("platform/x.h:2:", ended.stdout)
        self.assertIn("platform/x.h:3:", ended.stdout)


class Text(unittest.TestCase):
    def test_finds(self):
        mark = "TO" + "DO"
        self.assertTrue(check_text.findings("a.cc", f"// {mark}: later"))
        self.assertTrue(check_text.findings("a.sh", "cd /ho" + "me/somebody/doggy"))
        self.assertTrue(check_text.findings("a.md", "<" * 7 + " ours"))
        self.assertTrue(check_text.findings("x/package-lock.json", '"resolved": "https' + '://example.org/a.tgz"'))

    def test_lets_pass(self):
        mark = "TO" + "DO"
        self.assertFalse(check_text.findings("a.cc", f"// {mark}(Boost 1.82 has cancel_after): use it"))
        self.assertFalse(check_text.findings("a.sh", 'cat "$HOME/workbench" ./home/x'))


class Runner(unittest.TestCase):
    def run_suite(self, script):
        with tempfile.TemporaryDirectory() as results:
            ended = subprocess.run(
                [SCRIPTS / "run_suite.sh", results, "sample", "bash", "-c", script],
                capture_output=True,
                text=True,
                check=True,
            )
            passed, failed, _ = pathlib.Path(results, "sample.count").read_text(encoding="utf-8").split()
        return int(passed), int(failed), ended.stdout

    def test_counts_the_last_line(self):
        self.assertEqual(self.run_suite("echo 3 passed, 0 failed")[:2], (3, 0))

    def test_shows_what_a_failing_suite_printed(self):
        passed, failed, output = self.run_suite("echo expected 1, got 2; echo 3 passed, 2 failed; exit 1")
        self.assertEqual((passed, failed), (3, 2))
        self.assertIn("expected 1, got 2", output)

    def test_a_suite_without_result_fails(self):
        self.assertEqual(self.run_suite("echo hello")[:2], (0, 1))

    def test_a_suite_that_ran_nothing_fails(self):
        self.assertEqual(self.run_suite("echo 0 passed, 0 failed")[:2], (0, 1))

    def test_what_the_machine_does_not_allow_is_no_failure(self):
        passed, failed, output = self.run_suite("echo 3 passed, 0 failed, 2 skipped")
        self.assertEqual((passed, failed), (3, 0))
        self.assertIn("2 skipped", output)

    def test_a_suite_that_skipped_everything_fails(self):
        self.assertEqual(self.run_suite("echo 0 passed, 0 failed, 2 skipped")[:2], (0, 1))

    def test_a_bad_end_after_good_tests_fails(self):
        self.assertEqual(self.run_suite("echo 3 passed, 0 failed; exit 1")[:2], (3, 1))


class WholeRun(unittest.TestCase):
    """.ci/run with a `make` that only says how each target ended."""

    def run_all(self, **targets):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "bin").mkdir()
            (root / ".ci").mkdir()
            shutil.copy(SCRIPTS.parent / ".ci/run", root / ".ci")
            cases = "".join(f"{name}) {what} ;;\n" for name, what in targets.items())
            for program, text in {"cmake": "exit 0", "make": f"case $1 in\n{cases}esac"}.items():
                (root / "bin" / program).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
                (root / "bin" / program).chmod(0o755)
            ended = subprocess.run(
                [root / ".ci/run"],
                env=os.environ | {"PATH": f"{root}/bin:{os.environ['PATH']}"},
                capture_output=True,
                text=True,
                check=False,
            )
        return ended.returncode, ended.stdout.splitlines()

    def test_adds_up_both_kinds_of_tests(self):
        status, lines = self.run_all(
            **{"lint": "exit 0", "test": "echo 5 passed, 0 failed", "platform-test": "echo 3 passed, 0 failed"}
        )
        self.assertEqual((status, lines[-1]), (0, "8 passed, 0 failed"))
        for line, stage in zip(lines[-4:-1], ("lint", "test", "platform-test"), strict=True):
            self.assertRegex(line, rf"^{stage} +passed +\d+ s$")

    def test_fails_when_any_stage_does(self):
        good = {"lint": "exit 0", "test": "echo 5 passed, 0 failed", "platform-test": "echo 3 passed, 0 failed"}
        for bad, sum_line in (
            ({"lint": "exit 1"}, "8 passed, 0 failed"),
            ({"test": "echo 4 passed, 1 failed; exit 1"}, "7 passed, 1 failed"),
            ({"test": "echo no compiler; exit 2"}, "3 passed, 1 failed"),
            ({"platform-test": "echo 3 passed, 0 failed; exit 1"}, "8 passed, 1 failed"),
            ({"platform-test": "exit 0"}, "5 passed, 1 failed"),
        ):
            status, lines = self.run_all(**(good | bad))
            self.assertEqual((status, lines[-1]), (1, sum_line), bad)


# Finds the word "wrong" in the sources of a unit.
FAKE_TIDY = """#!/bin/sh
case $* in *--version*) echo "fake ${FAKE_TIDY_VERSION:-1}"; exit ;; esac
for unit; do :; done
! grep wrong $(sed -n 's/#include "\\(\\/.*\\)"/\\1/p' "$unit")
"""


class ClangTidy(unittest.TestCase):
    """A unit that passed is not checked again, wherever the checkout is, until something that it depends on changes."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        (self.folder / "bin").mkdir()
        for program, text in (("clang-tidy-19", FAKE_TIDY), ("cmake", "#!/bin/sh\n")):
            (self.folder / "bin" / program).write_text(text, encoding="utf-8")
            (self.folder / "bin" / program).chmod(0o755)
        self.system = self.folder / "system"
        self.system.mkdir()
        (self.system / "library.h").write_text("int of_library();\n", encoding="utf-8")
        self.cache = self.folder / "cache/clang-tidy"

    def clone(self, name, options=""):
        """A checkout of two sources that share a header, configured as CMake would."""
        root = self.folder / name
        for folder in ("scripts", "platform", "build/lint"):
            (root / folder).mkdir(parents=True)
        shutil.copy(SCRIPTS / "clang_tidy.py", root / "scripts")
        (root / ".clang-tidy").write_text("Checks: '*'\n", encoding="utf-8")
        (root / "platform/shared.h").write_text("int shared();\n", encoding="utf-8")
        commands = []
        options += f" -Xclang -include-pch -Xclang {root}/build/lint/cmake_pch.hxx.pch"
        for source in ("a.cc", "b.cc"):
            includes = '#include <library.h>\n#include "platform/shared.h"\n' if source == "a.cc" else ""
            (root / "platform" / source).write_text(includes + "int x;\n", encoding="utf-8")
            unity = root / f"build/lint/unity_{source}.cxx"
            unity.write_text(f'#include "{root}/platform/{source}"\n', encoding="utf-8")
            command = f"clang++-19 {options} -I{root} -isystem {self.system} -o {source}.o -c {unity}"
            commands.append({"directory": str(root / "build/lint"), "command": command, "file": str(unity)})
        (root / "build/lint/compile_commands.json").write_text(json.dumps(commands), encoding="utf-8")
        return root

    def tidy(self, root, **environment):
        """The sources that were checked, and the status."""
        ended = subprocess.run(
            [sys.executable, root / "scripts/clang_tidy.py", "build/lint"],
            env=os.environ
            | {"DOGGY_CACHE": str(self.cache.parent), "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
            | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertIn("clang-tidy: ", ended.stdout, ended.stderr)
        checked = {line.split()[-1] for line in ended.stdout.splitlines() if line.startswith(("  ok", "  FAIL"))}
        return checked, ended.returncode

    def write(self, path, text):
        """Edits a file, some time ago: what was edited during a run is not remembered."""
        path.write_text(text, encoding="utf-8")
        os.utime(path, (time.time() - 10, time.time() - 10))

    def test_a_second_clone_finds_what_the_first_left(self):
        self.assertEqual(self.tidy(self.clone("one")), ({"platform/a.cc", "platform/b.cc"}, 0))
        self.assertEqual(self.tidy(self.clone("two")), (set(), 0))
        self.assertEqual(self.tidy(self.clone("elsewhere/three")), (set(), 0))

    def test_an_edited_header_counts_for_those_that_include_it(self):
        root = self.clone("one")
        self.tidy(root)
        self.write(root / "platform/shared.h", "int shared(int);\n")
        self.assertEqual(self.tidy(root), ({"platform/a.cc"}, 0))
        self.write(self.system / "library.h", "int of_library(int);\n")
        self.assertEqual(self.tidy(root), ({"platform/a.cc"}, 0))
        self.assertEqual(self.tidy(root), (set(), 0))

    def test_checks_options_and_version_count(self):
        both = ({"platform/a.cc", "platform/b.cc"}, 0)
        root = self.clone("one")
        self.tidy(root)
        self.write(root / ".clang-tidy", "Checks: 'bugprone-*'\n")
        self.assertEqual(self.tidy(root), both)
        self.assertEqual(self.tidy(root, FAKE_TIDY_VERSION="2"), both)
        self.assertEqual(self.tidy(self.clone("two", "-DNDEBUG")), both)

    def test_findings_are_reported_each_time(self):
        root = self.clone("one")
        self.write(root / "platform/a.cc", "int wrong;\n")
        self.assertEqual(self.tidy(root)[1], 1)
        self.assertEqual(self.tidy(root), ({"platform/a.cc"}, 1))

    def test_what_cannot_be_preprocessed_is_left_to_clang_tidy(self):
        root = self.clone("one")
        self.tidy(root)
        (root / "platform/shared.h").unlink()
        self.assertEqual(self.tidy(root)[0], {"platform/a.cc"})
        self.assertEqual(self.tidy(root)[0], {"platform/a.cc"})

    def test_what_was_edited_during_the_run_is_not_remembered(self):
        root = self.clone("one")
        ahead = time.time() + 3600
        os.utime(root / "platform/a.cc", (ahead, ahead))
        self.assertEqual(self.tidy(root), ({"platform/a.cc", "platform/b.cc"}, 0))
        self.assertEqual(self.tidy(root), ({"platform/a.cc"}, 0))

    def test_the_memory_is_bounded(self):
        with mock.patch.dict(os.environ, {"DOGGY_CACHE": str(self.cache.parent)}):
            memory = clang_tidy.Memory()
        days = 86_400
        for name, age in (("new", 0), ("used", 2 * days), ("unused", 3 * days), ("old", 61 * days)):
            memory.add(name)
            os.utime(self.cache / name, (time.time() - age, time.time() - age))
        memory.prune()
        self.assertEqual(sorted(os.listdir(self.cache)), ["new", "unused", "used"])
        self.assertTrue(memory.has("unused"))
        with mock.patch.object(clang_tidy, "KEPT_UNITS", 2):
            memory.prune()
        self.assertEqual(sorted(os.listdir(self.cache)), ["new", "unused"])
        self.assertFalse(memory.has("used"))


class Books(unittest.TestCase):
    """Whatever is lost is found by the books and by their journal."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.journal = pathlib.Path(folder.name, "journal")
        self.books = books.Books(self.journal)
        self.addCleanup(self.books.close)
        self.books.sent("changed", "dog", "before")
        self.books.acknowledged("changed", 1)
        self.books.sent("changed", "dog", "after")
        self.books.acknowledged("changed", 2)
        self.books.sent_import("import", 2)
        self.books.acknowledged_import("import")
        self.books.sent_upload("photo", "dog", b"")
        self.books.acknowledged_upload("photo")
        self.found = {
            "changed": self.note("after", 2),
            "row1": self.note("import 1"),
            "row2": self.note("import 2"),
            "photo": {"type": "attachment"},
        }

    def note(self, text, version=1):
        return {"type": "note", "dogId": "dog", "version": version, "text": text}

    def count(self, found):
        return len(self.books.problems(found)), len(books.journal_problems(self.journal, found))

    def test_all_there(self):
        self.assertEqual(self.count(self.found), (0, 0))

    def test_each_loss(self):
        for lost in self.found:
            self.assertEqual(self.count({k: v for k, v in self.found.items() if k != lost}), (1, 1), lost)

    def test_an_older_version_and_another_text(self):
        for wrong in (self.note("before"), self.note("other", 2)):
            self.assertEqual(self.count(self.found | {"changed": wrong}), (1, 1))

    def test_what_nobody_sent(self):
        self.assertEqual(len(self.books.problems(self.found | {"foreign": self.note("hello")})), 1)

    def test_a_deletion_without_an_answer_may_be_there_or_not(self):
        self.books.sent("changed", "dog", None)
        del self.found["changed"]
        self.assertEqual(self.count(self.found), (0, 0))

    def test_an_acknowledged_deletion_stays(self):
        self.books.sent("changed", "dog", None)
        self.books.acknowledged("changed", 3)
        self.assertEqual(self.count(self.found), (1, 1))


class Release(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words):
        identity = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
        subprocess.run(["git", *identity, *words], cwd=self.root, check=True)

    def commit(self, subject, *files):
        for file in files:
            path = self.root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(subject, encoding="utf-8")
        self.git("add", ".")
        self.git("commit", "--quiet", "-m", subject)

    def notes(self, version):
        program = [sys.executable, SCRIPTS / "release_notes.py", version]
        return subprocess.run(program, cwd=self.root, capture_output=True, text=True, check=False)

    def test_notes_have_the_commits_since_the_release_before_by_part(self):
        self.commit("Begin", "README.md")
        self.git("tag", "v0.9.0")
        self.commit("Draw a chart", "frontend/src/chart.ts", "frontend/src/axis.ts", "registry/progress/chart.cc")
        self.git("tag", "v0.10.0")
        self.commit("Keep photos", "registry/media/photo.cc", "docs/media.md", "registry/media/photo.h")
        self.commit("Explain photos", "docs/media.md")
        self.commit("Note the upgrade", "docs/upgrades/1.0.0.md")
        self.git("tag", "v1.0.0")
        self.assertEqual(
            self.notes("1.0.0").stdout,
            "# Doggy App 1.0.0\n\n## Upgrading\n\nNote the upgrade\n\n## Changes since 0.10.0\n\n"
            "### Server\n\n- Keep photos\n\n"
            "### Documentation, tests and tools\n\n- Explain photos\n- Note the upgrade\n",
        )
        first = self.notes("0.9.0").stdout
        self.assertIn("Nothing to do but to install it.", first)
        self.assertIn("## Changes\n\n### Documentation, tests and tools\n\n- Begin", first)
        self.assertIn("### App\n\n- Draw a chart", self.notes("0.10.0").stdout)

    def test_a_version_has_three_numbers_and_a_tag(self):
        self.commit("Begin", "README.md")
        for wrong in ("1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", ""):
            self.assertIn("usage", self.notes(wrong).stderr)
        self.assertNotEqual(self.notes("1.0.0").returncode, 0)


class PublishImages(unittest.TestCase):
    """With programs in place of skopeo and cosign that write down how they are called."""

    NAME = "registry.example/doggy/doggy-registry"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.files = self.root / "files"
        self.files.mkdir()
        for kind, content in (("tar", "an image"), ("digest", "sha256:1234"), ("cdx.json", "{}")):
            (self.files / f"doggy-registry-1.2.3.{kind}").write_text(content, encoding="utf-8")
        sums = subprocess.run("sha256sum doggy-*", shell=True, cwd=self.files, capture_output=True, check=True).stdout
        (self.files / "SHA256SUMS").write_bytes(sums)
        self.calls = self.root / "calls"
        self.calls.touch()
        for name in ("skopeo", "cosign"):
            program = self.root / name
            answer = '[ "$1" != inspect ] || echo "$DIGEST"'
            program.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.calls}"\n{answer}\n', encoding="utf-8")
            program.chmod(0o755)

    def publish(self, digest_there):
        environment = {
            **os.environ,
            "PATH": f"{self.root}:{os.environ['PATH']}",
            "IMAGE_REGISTRY": "registry.example",
            "IMAGE_PREFIX": "doggy",
            "DIGEST": digest_there,
        }
        program = ["bash", SCRIPTS / "publish-images.sh", self.files]
        return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)

    def test_what_was_pushed_is_signed_by_its_digest(self):
        done = self.publish("sha256:1234")
        self.assertEqual((done.returncode, done.stdout), (0, f"{self.NAME}:1.2.3@sha256:1234\n"), done.stderr)
        calls = self.calls.read_text(encoding="utf-8").splitlines()
        self.assertEqual(
            calls[0],
            f"skopeo copy --quiet --preserve-digests oci-archive:doggy-registry-1.2.3.tar docker://{self.NAME}:1.2.3",
        )
        self.assertEqual(
            calls[2:],
            [
                f"cosign sign --yes {self.NAME}@sha256:1234",
                "cosign attest --yes --type cyclonedx --predicate doggy-registry-1.2.3.cdx.json"
                f" {self.NAME}@sha256:1234",
            ],
        )

    def test_another_image_in_the_registry_is_not_signed(self):
        done = self.publish("sha256:5678")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("sha256:5678 in the registry, and sha256:1234 here", done.stderr)
        self.assertNotIn("cosign", self.calls.read_text(encoding="utf-8"))

    def test_a_file_that_was_changed_is_not_pushed(self):
        (self.files / "doggy-registry-1.2.3.tar").write_text("another image", encoding="utf-8")
        self.assertNotEqual(self.publish("sha256:1234").returncode, 0)
        self.assertEqual(self.calls.read_text(encoding="utf-8"), "")


if __name__ == "__main__":
    outcome = unittest.main(exit=False, verbosity=2).result
    wrong = len(outcome.failures) + len(outcome.errors)
    sys.stderr.flush()
    print(f"{outcome.testsRun - wrong} passed, {wrong} failed", flush=True)
    sys.exit(1 if wrong else 0)
